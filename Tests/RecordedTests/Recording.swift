import MTLFormats
import MTLGraph
import Testing

/// A file of recorded numbers, in the folder `Recorded` beside this suite.
struct Recording: Sendable {
  let root: JSONValue

  /// Reads a file by its name.
  init(_ name: String) throws {
    let path = Self.folder + "/Recorded/" + name
    root = try JSONValue.parse(bytes: try FileBytes.read(path, limit: 1 << 26), name: name)
  }

  /// The folder of all suites.
  static var folder: String { FilePath.split(FilePath.split(#filePath).folder).folder }

  /// The objects of a list in the file; none where the file cannot be read.
  static func cases(_ name: String, _ list: String) -> [RecordedCase] {
    let elements = (try? Recording(name))?.root[list]?.elements ?? []
    return elements.map { RecordedCase(json: $0) }
  }
}

/// One recorded case, called by its name.
struct RecordedCase: Sendable, CustomTestStringConvertible {
  let json: JSONValue

  var testDescription: String { json["name"]?.string ?? "a case without a name" }

  /// The tensors of a member.
  func tensors(_ key: String) -> [String: ReferenceTensor] {
    var tensors: [String: ReferenceTensor] = [:]
    for member in json[key]?.members ?? [] {
      tensors[member.key] = ReferenceTensor(recorded: member.value)
    }
    return tensors
  }

  /// An attribute as a number.
  func number(_ name: String) -> Double? { json["attributes"]?[name]?.number }
}

extension ReferenceTensor {
  /// Reads `{"shape", "values"}`.
  init?(recorded json: JSONValue?) {
    guard let shape = json?["shape"]?.elements?.compactMap({ $0.integer }),
      let values = json?["values"]?.elements?.compactMap({ $0.number }),
      shape.reduce(1, *) == values.count
    else { return nil }
    self.init(shape: shape, values: values)
  }
}

/// How closely numbers have to agree, in relation to the largest of them.
enum Tolerance {
  /// The plain evaluation, in `Double`.
  static let reference = 1e-9
  /// Kernels, in `Float`.
  static let kernels = 2e-5
}

/// The largest difference in relation to the largest recorded number; infinite where counts differ
/// or a number is not finite.
func difference(_ found: [Double], _ recorded: [Double]) -> Double {
  guard found.count == recorded.count else { return .infinity }
  let size = recorded.reduce(1e-3) { max($0, abs($1)) }
  return zip(found, recorded).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1) / size
    return difference.isFinite ? max(largest, difference) : .infinity
  }
}

/// Expects values by name to agree with the recorded ones, none of which may be missing.
func expectAgreement(
  _ found: [String: [Double]], _ recorded: [String: ReferenceTensor], within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for (name, tensor) in recorded.sorted(by: { $0.key < $1.key }) {
    let size = difference(found[name] ?? [], tensor.values)
    #expect(size <= tolerance, "\(name) differs", sourceLocation: sourceLocation)
  }
}
