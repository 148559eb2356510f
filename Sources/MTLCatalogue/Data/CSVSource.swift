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
    .positional(
      "path", .text, isPath: true, "the file, relative to the spec or to `--data-root`"),
    .named("header", .flag, default: .flag(true), "whether the first line names the columns"),
    .named("missing", .text, "the text of a missing cell, besides the empty one"),
  ]
  static let example = "data digits from csv(\"data/digits.csv\") { label digit: category(10) }"

  let origin: RowOrigin

  init(_ arguments: Arguments) {
    origin = .table(
      path: arguments.text("path") ?? "", hasHeader: arguments.flag("header"),
      missing: arguments.text("missing").map { [$0] } ?? [])
  }
}
