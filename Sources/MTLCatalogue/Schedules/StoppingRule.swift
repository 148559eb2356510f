/// When a run ends before its last epoch.
package protocol StoppingRule: CatalogueEntry {
  /// The epochs without a better value after which it ends a run, where it goes by them.
  var waitingEpochs: Int? { get }

  /// Whether to stop after so many epochs without a better value of what is monitored.
  func stops(afterEpochsWithoutImprovement epochs: Int) -> Bool

  /// Whether a value is better enough to count.
  func isImprovement(_ value: Double, over best: Double, higherIsBetter: Bool) -> Bool
}

/// Ends a run whose monitor no longer improves.
struct EarlyStopping: StoppingRule {
  static let name = "early"
  static let summary = "Ends a run whose monitor no longer improves"
  static let parameters: [ParameterDeclaration] = [
    Improvement.patience(default: 5), Improvement.parameter,
  ]
  static let example = "stop early(patience: 5)"

  let patience: Int
  private let improvement: Improvement

  init(_ arguments: Arguments) {
    patience = arguments.integer("patience")
    improvement = Improvement(arguments)
  }

  var waitingEpochs: Int? { patience }

  func stops(afterEpochsWithoutImprovement epochs: Int) -> Bool { epochs >= patience }

  func isImprovement(_ value: Double, over best: Double, higherIsBetter: Bool) -> Bool {
    improvement.isReached(by: value, over: best, higherIsBetter: higherIsBetter)
  }
}
