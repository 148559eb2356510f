/// The values that a search tries for a constant, where they are no list.
package protocol SearchSpace: CatalogueEntry {
  /// The range that values are drawn from.
  var range: (low: Double, high: Double) { get }
}

/// Numbers drawn evenly from a range.
struct UniformSpace: SearchSpace {
  static let name = "uniform"
  static let summary = "Numbers drawn evenly from a range"
  static let parameters: [ParameterDeclaration] = [
    .positional("range", .range, "the least and the largest number")
  ]
  static let example = "vary dropout_rate in uniform(0.0..0.5)"

  let range: (low: Double, high: Double)

  init(_ arguments: Arguments) { range = arguments.range("range") ?? (0, 1) }
}

/// Numbers whose logarithms are drawn evenly.
struct LogarithmicSpace: SearchSpace {
  static let name = "log_uniform"
  static let summary =
    "Numbers whose logarithms are drawn evenly, for what spans orders of magnitude"
  static let parameters: [ParameterDeclaration] = [
    .positional("range", .positiveRange, "the least and the largest number, both above 0")
  ]
  static let example = "vary learning_rate in log_uniform(0.0001..0.01)"

  let range: (low: Double, high: Double)

  init(_ arguments: Arguments) { range = arguments.range("range") ?? (1e-4, 1) }
}
