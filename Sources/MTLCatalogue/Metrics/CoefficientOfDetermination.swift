/// The share of the labels' variance that the predictions explain.
struct CoefficientOfDetermination: NumberMetric {
  static let name = "r2"
  static let summary = "The share of the labels' variance that the predictions explain"
  static let details = """
    `1 - sum (x - y)^2 / sum (y - mean)^2`; for labels of several numbers the mean over them. It is not \
    defined for equal labels.
    """
  static let example = "metric r2"
  static let higherIsBetter = true

  func value(of predictions: Predictions) -> Double? {
    let width = predictions.labelWidth
    guard predictions.count > 0, width > 0 else { return nil }
    var total = 0.0
    for column in 0..<width {
      guard let share = share(of: predictions, column: column) else { return nil }
      total += share
    }
    return total / Double(width)
  }

  private func share(of predictions: Predictions, column: Int) -> Double? {
    let places = Array(
      stride(from: column, to: predictions.count, by: predictions.labelWidth))
    let mean = places.reduce(0.0) { $0 + predictions.labels[$1] } / Double(places.count)
    var residual = 0.0
    var variance = 0.0
    for place in places {
      let label = predictions.labels[place]
      residual += (predictions.values[place] - label) * (predictions.values[place] - label)
      variance += (label - mean) * (label - mean)
    }
    return variance > 0 ? 1 - residual / variance : nil
  }
}
