import Foundation

/// The mean negative logarithm of the probability of the label.
struct LogLoss: ClassMetric {
  static let name = "log_loss"
  static let summary = "The mean negative logarithm of the probability of the label"
  static let details = "Probabilities are kept within 1e-15 of 0 and 1."
  static let example = "metric log_loss"
  static let higherIsBetter = false
  static let equalLosses: [any Loss.Type] = [CrossEntropyLoss.self, BinaryCrossEntropyLoss.self]

  init(_ arguments: Arguments) {}

  func value(of predictions: Predictions) -> Double? {
    guard predictions.count > 0 else { return nil }
    var total = 0.0
    for (place, label) in predictions.labels.enumerated() {
      let probability = predictions.probability(of: Int(label), at: place)
      total -= log(min(max(probability, 1e-15), 1 - 1e-15))
    }
    return total / Double(predictions.count)
  }
}
