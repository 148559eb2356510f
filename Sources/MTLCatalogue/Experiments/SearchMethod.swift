/// How a search chooses the values that it tries.
package protocol SearchMethod: CatalogueEntry {
  /// Whether it needs values that can be counted.
  static var needsCountableValues: Bool { get }
}

extension SearchMethod {
  package static var needsCountableValues: Bool { false }
}

/// Every combination of values in turn.
struct GridSearch: SearchMethod {
  static let name = "grid"
  static let summary = "Every combination of values in turn; each constant varies in a list"
  static let example = "search grid"
  static let needsCountableValues = true

  init(_ arguments: Arguments) {}
}

/// Values drawn independently for each trial.
struct RandomSearch: SearchMethod {
  static let name = "random"
  static let summary = "Values drawn independently for each trial"
  static let details = "Equal seeds draw equal values (Bergstra and Bengio, JMLR 2012)."
  static let example = "search random"

  init(_ arguments: Arguments) {}
}
