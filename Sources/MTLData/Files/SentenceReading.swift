import MTLCatalogue
import MTLFormats
import MTLSemantics

/// Reads files of sentences: a row each, the fields of its words as texts.
struct SentenceReading {
  /// The largest file, compressed or not.
  private static let sizeLimit = 4 << 30

  let report: DataReport
  let location: DataLocation

  /// The rows of all files, one file after another.
  ///
  /// - Parameter given: A file of the user's choice that stands for all of them.
  func read(_ files: [PartFile], given: String?) throws(DataFault) -> LoadedRows {
    let fields = self.fields
    // A field that is always asked for counts the sentences.
    let wanted = ["form"] + fields
    var sentences: [CoNLLUReader.Sentences] = wanted.map { _ in [] }
    var division: [Split] = []
    var names: [(shown: String, end: Int)] = []
    var digests = ""
    for file in given.map({ [PartFile(part: .test, path: $0)] }) ?? files {
      let (found, digest, shown) = try read(file.path, isGiven: given != nil, fields: wanted)
      if found[0].isEmpty { throw DataFault(report.noRows(shown)) }
      for index in wanted.indices { sentences[index] += found[index] }
      division += Array(repeating: file.part, count: found[0].count)
      names.append((shown, division.count))
      digests += digest
    }
    let texts = sentences.map { field in field.map { WordText.joined($0) } }
    let files = names
    return LoadedRows(
      rowCount: division.count,
      columns: Dictionary(uniqueKeysWithValues: zip(fields, texts.dropFirst().map(Self.values))),
      contents: texts[0].map { StableHash.mixed(StableHash.of($0)) },
      digest: names.count == 1 ? digests : SHA256.hexDigest(of: Array(digests.utf8)),
      place: { row in
        let name = files.first { row < $0.end }?.shown ?? ""
        let start = files.last { $0.end <= row }?.end ?? 0
        return "sentence \(row - start + 1) of \(name)"
      }, division: given == nil ? division : nil)
  }

  /// The fields that columns are, or that their expressions read.
  private var fields: [String] {
    let made = Set(report.data.columns.filter { $0.source.isMade }.map { $0.name })
    var names = Set(report.data.columns.map { $0.name }).subtracting(made)
    for column in report.data.columns {
      guard case .expression(let expression) = column.source else { continue }
      names.formUnion(expression.columns.subtracting(made))
    }
    return names.sorted()
  }

  private func read(
    _ path: String, isGiven: Bool, fields: [String]
  ) throws(DataFault) -> (sentences: [CoNLLUReader.Sentences], digest: String, shown: String) {
    let (real, shown) = try report.find(path, isGiven: isGiven, location: location)
    do throws(FormatError) {
      let bytes = try FileBytes.read(real, limit: Self.sizeLimit)
      let isCompressed = shown.utf8.suffix(3).elementsEqual(".gz".utf8)
      let text =
        try isCompressed
        ? Gzip.decompress(bytes, name: shown, limit: Self.sizeLimit) : bytes
      let sentences = try CoNLLUReader.read(text, name: shown, fields: fields)
      return (sentences, SHA256.hexDigest(of: bytes), shown)
    } catch {
      throw DataFault(report.unreadable(error.renamed(real, shown)))
    }
  }

  /// Texts as a column's values, each distinct one kept once.
  private static func values(of texts: [String]) -> ColumnValues {
    var names: [String] = []
    var codes: [String: Int32] = [:]
    let rows = texts.map { text -> Int32 in
      if let code = codes[text] { return code }
      let code = Int32(names.count)
      codes[text] = code
      names.append(text)
      return code
    }
    return .texts(TextValues(codes: rows, names: names))
  }
}

extension DataReport {
  /// The path to open and the name to say, of a path of the spec or one that the user gave.
  func find(
    _ path: String, isGiven: Bool, location: DataLocation
  ) throws(DataFault) -> (real: String, shown: String) {
    let lookup =
      isGiven ? DataLocation.lookUpGiven(path) : location.lookUp(path, in: data.folder)
    switch lookup {
    case .found(let real, let shown):
      // A pipe that nobody writes to would be waited for without end.
      guard !FilePath.isPipe(real) else {
        throw DataFault(unreadable(FormatError(shown, "it is a pipe, not a file")))
      }
      return (real, shown)
    case .missing(let shown):
      throw DataFault(missing(shown, location: location, isGiven: isGiven))
    case .outside(let shown): throw DataFault(outside(shown, location: location))
    }
  }
}
