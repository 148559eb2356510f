/// The share of labels whose class is predicted.
struct Accuracy: ClassMetric {
  static let name = "accuracy"
  static let summary = "The share of labels whose class is predicted"
  static let details =
    "The most probable class counts as predicted; a flag from a probability of 0.5 on."
  static let example = "metric accuracy"
  static let higherIsBetter = true
  static let isShare = true

  init(_ arguments: Arguments) {}

  func value(of predictions: Predictions) -> Double? {
    guard predictions.count > 0 else { return nil }
    let hits = predictions.labels.indices.count {
      predictions.predictedClass(at: $0) == Int(predictions.labels[$0])
    }
    return Double(hits) / Double(predictions.count)
  }
}
