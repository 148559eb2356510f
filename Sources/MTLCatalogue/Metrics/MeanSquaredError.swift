/// The mean of the squared differences.
struct MeanSquaredError: NumberMetric {
  static let name = "mse"
  static let summary = "The mean of the squared differences, in the square of the file's units"
  static let example = "metric mse"
  static let higherIsBetter = false
  static let equalLosses: [any Loss.Type] = [MeanSquaredErrorLoss.self]

  func value(of predictions: Predictions) -> Double? {
    guard predictions.count > 0 else { return nil }
    let total = zip(predictions.values, predictions.labels)
      .reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return total / Double(predictions.count)
  }
}
