/// The mean size of the differences.
struct MeanAbsoluteError: NumberMetric {
  static let name = "mae"
  static let summary = "The mean size of the differences, in the file's units"
  static let example = "metric mae"
  static let higherIsBetter = false
  static let equalLosses: [any Loss.Type] = [MeanAbsoluteErrorLoss.self]

  func value(of predictions: Predictions) -> Double? {
    guard predictions.count > 0 else { return nil }
    let total = zip(predictions.values, predictions.labels).reduce(0.0) { $0 + abs($1.0 - $1.1) }
    return total / Double(predictions.count)
  }
}
