/// A file of NumPy arrays, each a column.
struct NPZSource: DataSource {
  static let name = "npz"
  static let summary = "A file of NumPy arrays, each a column; the first axis counts the rows"
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "path", .text, isPath: true, "the file, relative to the spec or to `--data-root`")
  ]
  static let example = "data scenes from npz(\"data/scenes.npz\") { label kind: category(10) }"
  static let holdsArrays = true
  var isTrainable: Bool { false }

  let origin = RowOrigin.pending

  init(_ arguments: Arguments) {}
}
