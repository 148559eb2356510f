/// The overlap of the places predicted and labelled yes.
struct Dice: Metric {
  static let name = "dice"
  static let summary = "The overlap of the places predicted and labelled yes"
  static let details = """
    `2 * hits / (predicted + labelled)` over all places of all rows, a probability of 0.5 on counting as \
    yes (Dice, 1945): the F1 of yes. It is not defined where no place is yes in either.
    """
  static let example = "metric dice"
  static let higherIsBetter = true
  static let isShare = true

  init(_ arguments: Arguments) {}

  func check(label: ValueType) throws(LabelMismatch) {
    guard case .flag = label else { throw .noFlag }
  }

  func value(of predictions: Predictions) -> Double? {
    var hits = 0
    var members = 0
    for (place, label) in predictions.labels.enumerated() {
      let predicted = predictions.predictedClass(at: place)
      members += predicted + Int(label)
      hits += predicted * Int(label)
    }
    return members > 0 ? 2 * Double(hits) / Double(members) : nil
  }
}
