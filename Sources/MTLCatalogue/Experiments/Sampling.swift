/// How often the rows of each data set are drawn.
package protocol Sampling: CatalogueEntry {}

/// Every row of every data set once an epoch.
struct ProportionalSampling: Sampling {
  static let name = "proportional"
  static let summary = "Every row of every data set once an epoch"
  static let example = "sampling proportional"

  init(_ arguments: Arguments) {}
}

/// Each batch from one data set, one data set after another.
struct RoundRobinSampling: Sampling {
  static let name = "round_robin"
  static let summary = "Each batch from one data set, one data set after another"
  static let example = "sampling round_robin"
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}
}

/// Data sets drawn by a power of their size.
struct TemperatureSampling: Sampling {
  static let name = "temperature"
  static let summary =
    "Data sets drawn by a power of their size, small ones more often than their share"
  static let details = """
    A data set of n rows is drawn in proportion to `n^(1/t)`: 1 is `proportional`, and the larger t is, \
    the more even are the data sets.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("t", .number(NumberRange(1, .infinity)), "how even the data sets are")
  ]
  static let example = "sampling temperature(2)"
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}
}
