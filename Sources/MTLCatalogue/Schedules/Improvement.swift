/// How much better a value has to be than the best one to count as better.
struct Improvement {
  static let parameter = ParameterDeclaration.named(
    "min_change", .number(.nonNegative), default: .float(0), "how much better counts as better")

  let minimumChange: Double

  init(_ arguments: Arguments) { minimumChange = arguments.number("min_change") }

  /// How many epochs may pass without a better value, by default so many.
  static func patience(default epochs: Int) -> ParameterDeclaration {
    .named(
      "patience", .integer(1...1_000_000), default: .integer(epochs),
      "epochs without a better value")
  }

  /// Whether a value is better enough than the best one.
  func isReached(by value: Double, over best: Double, higherIsBetter: Bool) -> Bool {
    higherIsBetter ? value > best + minimumChange : value < best - minimumChange
  }
}

/// How long a value has not become better.
package struct Patience: Hashable, Sendable {
  /// The last value that counted as better; what the next one has to be better than.
  package var best: Double?
  package var epochsWithoutImprovement: Int

  package init(best: Double? = nil, epochsWithoutImprovement: Int = 0) {
    self.best = best
    self.epochsWithoutImprovement = epochsWithoutImprovement
  }

  /// Counts an epoch with its value, which is better than none or where a rule says so.
  package mutating func count(_ value: Double, isImprovementOver: (_ best: Double) -> Bool) {
    if let best, !isImprovementOver(best) {
      epochsWithoutImprovement += 1
    } else {
      best = value
      epochsWithoutImprovement = 0
    }
  }
}
