/// The mean over classes of the harmonic mean of precision and recall.
struct MacroF1: ClassMetric {
  static let name = "macro_f1"
  static let summary = "The mean over classes of the harmonic mean of precision and recall"
  static let details = """
    `2 * hits / (predicted + labelled)` for each class that is predicted or labelled at all; every such \
    class weighs the same. A flag counts as two classes.
    """
  static let example = "metric macro_f1"
  static let higherIsBetter = true
  static let isShare = true

  init(_ arguments: Arguments) {}

  func value(of predictions: Predictions) -> Double? {
    let classes = predictions.classCount
    var hits = Array(repeating: 0.0, count: classes)
    var members = Array(repeating: 0.0, count: classes)
    for (place, label) in predictions.labels.enumerated() {
      let predicted = predictions.predictedClass(at: place)
      members[predicted] += 1
      members[Int(label)] += 1
      if predicted == Int(label) { hits[predicted] += 1 }
    }
    let scores = zip(hits, members).filter { $0.1 > 0 }.map { 2 * $0.0 / $0.1 }
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }
}
