/// Rows made up at random from the types of the columns.
struct SyntheticSource: DataSource {
  static let name = "synthetic"
  static let summary =
    "Rows made up at random, so that a spec can be timed and tested before its data exist"
  static let details = """
    Numbers are normally distributed around 0, those of an array spread evenly from 0 to 1 and pixels \
    over their range, classes and flags drawn evenly; a learnt category has the classes `a` to `h`. \
    Columns with an expression are computed. Equal seeds give equal rows.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("rows", .integer(1...100_000_000), required: true, "how many rows"),
    .named("seed", .integer(0...Int.max), default: .integer(0), "where the random numbers start"),
  ]
  static let example =
    "data digits from synthetic(rows: 2000, seed: 1) { label digit: category(10) }"

  let origin: RowOrigin

  init(_ arguments: Arguments) {
    origin = .generated(
      rows: arguments.integer("rows"), seed: UInt64(max(arguments.integer("seed"), 0)))
  }
}
