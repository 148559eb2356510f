import MTLGraph

/// A number.
struct NumberColumn: ColumnType {
  static let name = "number"
  static let summary = "A number, scaled for the model"
  static let details = """
    `scale: standard` subtracts the training rows' mean and divides by their standard deviation, `min_max` \
    maps their range to 0..1, `none` leaves numbers as they are. A missing feature counts as the training \
    rows' mean, or as 0. Metrics and predictions are in the file's units.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "scale", .word(["standard", "min_max", "none"]), default: .word("standard"),
      "how numbers are brought to a common size"),
    .named(
      "missing", .word(["mean", "zero"]), default: .word("mean"), "what a missing feature is"),
  ]
  static let example = "feature age, income: number(scale: standard)"

  let scale: String
  let missing: String

  init(_ arguments: Arguments) {
    scale = arguments.text("scale") ?? "standard"
    missing = arguments.text("missing") ?? "mean"
  }

  var cell: CellKind { .number }

  var isScaled: Bool { scale != "none" }

  var isCentered: Bool { scale == "standard" }

  func valueType(in context: ColumnContext) -> ValueType { .number([.size(1)]) }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    let numbers = sample.numbers
    let mean = numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count)
    let (offset, width) = offsetAndWidth(of: numbers, mean: mean)
    return .numbers(
      offset: offset, scale: width > 0 && width.isFinite ? width : 1,
      missing: missing == "mean" ? mean : 0)
  }

  private func offsetAndWidth(of numbers: [Double], mean: Double) -> (Double, Double) {
    switch scale {
    case "standard":
      let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (squares / Double(max(numbers.count, 1))).squareRoot())
    case "min_max":
      let low = numbers.min() ?? 0
      return (low, (numbers.max() ?? 1) - low)
    default:
      return (0, 1)
    }
  }
}
