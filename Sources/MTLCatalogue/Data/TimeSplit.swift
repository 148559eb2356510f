/// The latest rows are held out.
struct TimeSplit: SharedOutSplit {
  static let name = "time"
  static let summary =
    "The latest rows are held out: the test rows last, the validation rows before them"
  static let parameters: [ParameterDeclaration] = [
    .positional("column", .column, "the column that says when a row is from"),
    .named("validation", .share, default: .share(0.1), "share of the rows for validation"),
    .named("test", .share, default: .share(0.1), "share of the rows for the test"),
  ]
  static let example = "split time(timestamp, validation: 10%, test: 10%)"
  var isTrainable: Bool { false }

  let stratum: String? = nil

  let validation: Double
  let test: Double

  init(_ arguments: Arguments) {
    validation = arguments.number("validation")
    test = arguments.number("test")
  }

  func assign(contents: [UInt64], strata: [Int]) -> [Split] { contents.map { _ in .train } }
}
