import MTLCatalogue
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource

/// What a run remembers of how it was made: `run.json`.
package struct RunRecord: Sendable {
  /// The version of the program.
  package static let version = "0.1.0"

  /// The spec's path as it was given.
  package let spec: String
  /// The folder that its data paths are looked up in.
  package let folder: String
  package let specDigest: String
  package private(set) var options: RunOptions
  package let instructionSet: String
  package let facts: DataFacts
  /// The text of each imported file by its path from the spec's folder.
  let imports: [String: String]

  package init(
    spec: String, folder: String, program: Program, options: RunOptions, instructionSet: String,
    facts: DataFacts
  ) {
    self.spec = spec
    self.folder = folder
    specDigest = SHA256.hexDigest(of: program.sources.main.bytes)
    imports = Dictionary(
      program.imports.map { ($0.path, $0.text.text(SourceRange(0, $0.text.bytes.count))) },
      uniquingKeysWith: { first, _ in first })
    self.options = options
    self.instructionSet = instructionSet
    self.facts = facts
  }

  /// The record of the run gone on with for another length, where the options give one.
  func lengthened(by options: RunOptions) -> RunRecord {
    guard options.givesLength else { return self }
    var record = self
    record.options.epochs = options.epochs
    record.options.steps = options.steps
    return record
  }

  // MARK: Writing

  /// The record as JSON.
  package func json(seed: UInt64) -> JSONValue {
    .object([
      .init("format", "mtl run"),
      .init("version", .string(RunRecord.version)),
      .init("spec", .string(spec)),
      .init("folder", .string(folder)),
      .init("spec_digest", .string(specDigest)),
      .init(
        "imports",
        .object(imports.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
      .init("data_root", options.dataRoot.map { .string($0) } ?? .null),
      .init("allow_outside", .bool(options.allowsOutside)),
      .init("seed", .integer(Int(truncatingIfNeeded: seed))),
      .init("epochs", options.epochs.map { .integer($0) } ?? .null),
      .init("steps", options.steps.map { .integer($0) } ?? .null),
      .init("initialize", options.initialParameters.map { .string($0) } ?? .null),
      .init("shuffle", .bool(options.shuffles)),
      .init("every_step", .bool(options.recordsSteps)),
      .init("watch_gradients", options.watchInterval.map { .integer($0) } ?? .null),
      .init("instruction_set", .string(instructionSet)),
      .init(
        "data",
        .object(
          facts.dataSets.sorted { $0.key < $1.key }.map { .init($0.key, RunRecord.json($0.value)) }
        )),
    ])
  }

  private static func json(_ facts: DataSetFacts) -> JSONValue {
    .object([
      .init("digest", .string(facts.digest)),
      .init("header", .array(facts.header.map { .string($0) })),
      .init(
        "rows",
        .object(Split.allCases.map { .init($0.rawValue, .integer(facts.rowCounts[$0] ?? 0)) })),
      .init(
        "columns",
        .object(
          facts.encodings.sorted { $0.key < $1.key }.map { .init($0.key, json($0.value)) })),
    ])
  }

  private static func json(_ encoding: ColumnEncoding) -> JSONValue {
    switch encoding {
    case .numbers(let offset, let scale, let missing):
      .object([
        .init("offset", .number(offset)), .init("scale", .number(scale)),
        .init("missing", .number(missing)),
      ])
    case .classes(let classes): .object([.init("classes", .array(classes.map { .string($0) }))])
    case .flags: .object([.init("flags", .bool(true))])
    }
  }

  // MARK: Reading

  /// Reads the record of a run's folder.
  package init(folder: RunFolder) throws(Failure) {
    let json: JSONValue
    do {
      json = try JSONValue.parse(
        bytes: try FileBytes.read(folder.record, limit: 1 << 30), name: folder.record)
    } catch {
      throw Failure(error)
    }
    guard json["format"]?.string == "mtl run", let spec = json["spec"]?.string,
      let digest = json["spec_digest"]?.string, let data = json["data"]?.members,
      let instructionSet = json["instruction_set"]?.string
    else {
      throw Failure("`\(folder.record)` is no record of a run")
    }
    self.spec = spec
    self.folder = json["folder"]?.string ?? SpecFile.folder(of: spec)
    specDigest = digest
    imports = Dictionary(
      (json["imports"]?.members ?? []).map { ($0.key, $0.value.string ?? "") },
      uniquingKeysWith: { first, _ in first })
    self.instructionSet = instructionSet
    var options = RunOptions()
    options.dataRoot = json["data_root"]?.string
    options.allowsOutside = json["allow_outside"]?.bool ?? false
    options.seed = json["seed"]?.integer.map { UInt64(bitPattern: Int64($0)) }
    options.epochs = json["epochs"]?.integer
    options.steps = json["steps"]?.integer
    options.initialParameters = json["initialize"]?.string
    options.shuffles = json["shuffle"]?.bool ?? true
    options.recordsSteps = json["every_step"]?.bool ?? false
    options.watchInterval = json["watch_gradients"]?.integer.map { max($0, 1) }
    options.instructionSet = instructionSet
    self.options = options
    var facts = DataFacts()
    for member in data { facts.dataSets[member.key] = RunRecord.facts(member.value) }
    self.facts = facts
  }

  private static func facts(_ json: JSONValue) -> DataSetFacts {
    var rows: [Split: Int] = [:]
    for split in Split.allCases { rows[split] = json["rows"]?[split.rawValue]?.integer ?? 0 }
    var encodings: [String: ColumnEncoding] = [:]
    for column in json["columns"]?.members ?? [] {
      encodings[column.key] = encoding(column.value)
    }
    return DataSetFacts(
      header: json["header"]?.elements?.compactMap { $0.string } ?? [], rowCounts: rows,
      encodings: encodings, missing: [:], digest: json["digest"]?.string ?? "")
  }

  private static func encoding(_ json: JSONValue) -> ColumnEncoding? {
    if let classes = json["classes"]?.elements { return .classes(classes.compactMap { $0.string }) }
    if json["flags"] != nil { return .flags }
    guard let offset = json["offset"]?.number, let scale = json["scale"]?.number,
      let missing = json["missing"]?.number
    else { return nil }
    return .numbers(offset: offset, scale: scale, missing: missing)
  }
}
