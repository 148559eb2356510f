import MTLGraph
import MTLSource

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// A spec of which only the lines of one data block matter; every line is one column.
struct DataSample {
  var origin = RowOrigin.table(path: "data.csv", hasHeader: true, missing: [])
  var columns: [CheckedColumn] = []
  var validation = 0.0
  var test = 0.0
  var stratum: String?
  var seed = 0

  /// The text that ranges refer to: line 1 is the block's head, the others its columns.
  var source: SourceText {
    SourceText(name: "test.mtl", "data d from csv\n" + columns.map { "\($0.name)\n" }.joined())
  }

  var data: CheckedData {
    CheckedData(
      name: "d", origin: origin, folder: "", range: SourceRange(0, 15), columns: columns,
      split: RandomSplit(
        Arguments([
          "validation": .share(validation), "test": .share(test), "seed": .integer(seed),
          "stratify": stratum.map { .column($0) } ?? .integer(0),
        ])),
      splitRange: SourceRange(0, 4), rows: RowSpace(0), columnSets: [:], openColumns: nil)
  }

  /// Adds a column.
  func with(
    _ name: String, _ type: (any ColumnType)?, _ role: CheckedColumn.Role = .feature,
    from columnSource: CheckedColumn.Source = .file
  ) -> DataSample {
    var sample = self
    let start = source.bytes.count
    sample.columns.append(
      CheckedColumn(
        name: name, role: role, type: type, source: columnSource,
        range: SourceRange(start, start + name.utf8.count)))
    return sample
  }

  func read(
    _ folder: String, dataRoot: String? = nil, allowsOutside: Bool = false,
    facts: DataSetFacts? = nil, path: String? = nil, labelsAreOptional: Bool = false
  ) -> (table: DataTable?, diagnostics: [Diagnostic]) {
    DataReader.read(
      data, sources: SourceMap(source),
      location: DataLocation(
        specDirectory: folder, dataRoot: dataRoot, allowsOutside: allowsOutside),
      facts: facts, path: path, labelsAreOptional: labelsAreOptional)
  }
}

/// The types of columns by what specs write.
enum Types {
  static let number = NumberColumn(Arguments(defaultsOf: NumberColumn.parameters))
  static let plain = NumberColumn(
    Arguments(defaultsOf: NumberColumn.parameters, ["scale": .word("none")]))
  static let minMax = NumberColumn(
    Arguments(defaultsOf: NumberColumn.parameters, ["scale": .word("min_max")]))
  static let flag = FlagColumn(Arguments())
  static let category = CategoryColumn(Arguments(defaultsOf: CategoryColumn.parameters))

  static func category(_ count: Int) -> CategoryColumn {
    CategoryColumn(
      Arguments(defaultsOf: CategoryColumn.parameters, ["classes": .integer(count)]))
  }

  static func categories(_ dims: [Int], classes: Int) -> CategoriesColumn {
    CategoriesColumn(
      Arguments([
        "dimensions": .list(dims.map { .integer($0) }), "classes": .integer(classes),
      ]))
  }

  static func category(_ classes: [String]) -> CategoryColumn {
    CategoryColumn(
      Arguments(
        defaultsOf: CategoryColumn.parameters,
        ["classes": .list(classes.map { .text($0) })]))
  }

  static func pixels(height: Int, width: Int, low: Double, high: Double) -> PixelsColumn {
    PixelsColumn(
      Arguments(
        defaultsOf: PixelsColumn.parameters,
        ["height": .integer(height), "width": .integer(width), "range": .range(low, high)]))
  }
}

/// Reads a table from text that stands in a file.
func readTable(
  _ text: String, _ sample: DataSample, name: String = "data.csv"
) throws -> (table: DataTable?, diagnostics: [Diagnostic]) {
  let folder = try TemporaryFolder()
  try folder.write(text, to: name)
  return sample.read(folder.path)
}

extension DataTable {
  /// What a feed writes for all rows.
  func write(_ feed: Feed) -> [Float] {
    let writer = FeedWriter(feed, table: self)
    let rows = (0..<rowCount).map { Int32($0) }
    var output = Array(repeating: Float(-7), count: rowCount * writer.width)
    output.withUnsafeMutableBufferPointer { writer.write(rows: rows.span, into: $0) }
    return output
  }

  /// The values of a column in the file's units, `nil` where missing.
  func plain(_ column: String) -> [Double?] {
    plainValues(of: column).map { $0.isNaN ? nil : $0 }
  }

  /// The texts of a column, `nil` where missing.
  func texts(_ column: String) -> [String?] {
    let texts = values(of: column).asTexts(count: rowCount)
    return texts.codes.map { $0 < 0 ? nil : texts.names[Int($0)] }
  }
}
