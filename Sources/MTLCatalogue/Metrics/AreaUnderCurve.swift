/// The probability that a positive row is ranked above a negative one.
struct AreaUnderCurve: ClassMetric {
  static let name = "auc"
  static let summary = "The area under the receiver operating characteristic"
  static let details = """
    The probability that a positive row is ranked above a negative one, ties counting half, by ranks \
    (Mann and Whitney, 1947). For several classes the mean over the classes, each against all others. \
    It is not defined where a class has no row, or no other class has one.
    """
  static let example = "metric auc"
  static let higherIsBetter = true
  static let isShare = true

  init(_ arguments: Arguments) {}

  func value(of predictions: Predictions) -> Double? {
    guard case .category = predictions.label else {
      return area(of: predictions, positive: 1)
    }
    var total = 0.0
    for candidate in 0..<predictions.classCount {
      guard let area = area(of: predictions, positive: candidate) else { return nil }
      total += area
    }
    return predictions.classCount == 0 ? nil : total / Double(predictions.classCount)
  }

  private func area(of predictions: Predictions, positive: Int) -> Double? {
    let scored = predictions.labels.enumerated().map { place, label in
      (score: predictions.probability(of: positive, at: place), isPositive: Int(label) == positive)
    }.sorted { $0.score < $1.score }
    var rankSum = 0.0
    var positives = 0.0
    var start = 0
    while start < scored.count {
      var end = start
      while end < scored.count, scored[end].score == scored[start].score { end += 1 }
      let tied = Double(scored[start..<end].count { $0.isPositive })
      rankSum += tied * Double(start + 1 + end) / 2
      positives += tied
      start = end
    }
    let negatives = Double(scored.count) - positives
    guard positives > 0, negatives > 0 else { return nil }
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
  }
}
