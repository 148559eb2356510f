/// Where rows come from, as the reader of data sets sees it: a closed set that sources reduce to.
package enum RowOrigin: Hashable, Sendable {
  /// A table of text, one line a row.
  case table(path: String, hasHeader: Bool, missing: [String])
  /// Rows made up from the columns' types.
  case generated(rows: Int, seed: UInt64)
}

/// A source of rows.
package protocol DataSource: CatalogueEntry {
  var origin: RowOrigin { get }
}

/// A file of comma-separated values, possibly compressed.
struct CSVSource: DataSource {
  static let name = "csv"
  static let summary =
    "A file of comma-separated values; with `.gz` at the end of its name, compressed"
  static let details = """
    Cells may be quoted as usual; blanks around an unquoted cell do not count. The first line names the \
    columns unless `header: false` is given; then the lines of the block name them, all of them and in \
    the file's order. Empty cells are missing, and so are cells that equal the text of `missing`.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("path", .text, "the file, relative to the spec or to `--data-root`"),
    .named("header", .flag, default: .flag(true), "whether the first line names the columns"),
    .named("missing", .text, "the text of a missing cell, besides the empty one"),
  ]
  static let example = "data digits from csv(\"data/digits.csv\") { ... }"

  let origin: RowOrigin

  init(_ arguments: Arguments) {
    origin = .table(
      path: arguments.text("path") ?? "", hasHeader: arguments.flag("header"),
      missing: arguments.text("missing").map { [$0] } ?? [])
  }
}

/// Rows made up at random from the types of the columns.
struct SyntheticSource: DataSource {
  static let name = "synthetic"
  static let summary =
    "Rows made up at random, so that a spec can be timed and tested before its data exist"
  static let details = """
    Numbers are normally distributed around 0, pixels spread evenly over their range, classes and flags \
    drawn evenly; a learnt category has the classes `a` to `h`. Columns with an expression are computed. \
    Equal seeds give equal rows.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("rows", .integer(1...100_000_000), required: true, "how many rows"),
    .named("seed", .integer(0...Int.max), default: .integer(0), "where the random numbers start"),
  ]
  static let example = "data digits from synthetic(rows: 2000, seed: 1) { ... }"

  let origin: RowOrigin

  init(_ arguments: Arguments) {
    origin = .generated(
      rows: arguments.integer("rows"), seed: UInt64(max(arguments.integer("seed"), 0)))
  }
}
