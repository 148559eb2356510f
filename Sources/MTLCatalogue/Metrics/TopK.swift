/// The share of labels that are among the k most probable classes.
struct TopK: Metric {
  static let name = "top_k"
  static let summary = "The share of labels that are among the k most probable classes"
  static let details = "Of equally probable classes the first counts as the more probable."
  static let parameters: [ParameterDeclaration] = [
    .named("k", .integer(1...65_536), required: true, "how many classes count")
  ]
  static let example = "metric top_k(k: 3)"
  static let higherIsBetter = true
  static let isShare = true

  let k: Int

  init(_ arguments: Arguments) { k = arguments.integer("k") }

  func check(label: ValueType) throws(LabelMismatch) {
    guard case .category = label else {
      throw .labelKind(accepts: "one of several classes, such as `category(10)`")
    }
  }

  func fixedValue(classes: Int) -> Double? { k >= classes ? 1 : nil }

  func value(of predictions: Predictions) -> Double? {
    guard predictions.count > 0 else { return nil }
    let hits = predictions.labels.indices.count { place in
      let label = Int(predictions.labels[place])
      let probability = predictions.probability(of: label, at: place)
      let better = (0..<predictions.classCount).count { other in
        let rival = predictions.probability(of: other, at: place)
        return rival > probability || (rival == probability && other < label)
      }
      return better < k
    }
    return Double(hits) / Double(predictions.count)
  }
}
