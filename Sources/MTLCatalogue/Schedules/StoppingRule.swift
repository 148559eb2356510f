/// When a run ends before its last epoch.
package protocol StoppingRule: CatalogueEntry {
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
    .named(
      "patience", .integer(1...1_000_000), default: .integer(5), "epochs without a better value"),
    .named(
      "min_change", .number(.nonNegative), default: .float(0), "how much better counts as better"),
  ]
  static let example = "stop early(patience: 5)"

  let patience: Int
  let minimumChange: Double

  init(_ arguments: Arguments) {
    patience = arguments.integer("patience")
    minimumChange = arguments.number("min_change")
  }

  func stops(afterEpochsWithoutImprovement epochs: Int) -> Bool { epochs >= patience }

  func isImprovement(_ value: Double, over best: Double, higherIsBetter: Bool) -> Bool {
    higherIsBetter ? value > best + minimumChange : value < best - minimumChange
  }
}
