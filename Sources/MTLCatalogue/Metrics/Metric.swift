import MTLGraph

/// Predictions and labels of one task over a split, rows without a label left out.
package struct Predictions: Sendable {
  /// The numbers of a row's prediction: a probability for each class, or one number for each place.
  package let width: Int
  /// Row after row, in the units of the file.
  package var values: [Double]
  package let label: ValueType
  /// The numbers of a row's label.
  package let labelWidth: Int
  /// Row after row: class numbers, 0 or 1, or numbers in the units of the file.
  package var labels: [Double]
  /// Whether the classes stand in an order, so that the middle one counts as predicted.
  private let isOrdered: Bool

  package init(width: Int, label: ValueType, labelWidth: Int, isOrdered: Bool = false) {
    self.width = width
    self.label = label
    self.labelWidth = labelWidth
    self.isOrdered = isOrdered
    values = []
    labels = []
  }

  /// The number of labels.
  package var count: Int { labels.count }

  /// The number of classes; 2 for flags.
  package var classCount: Int {
    if case .category(_, let classes) = label { classes.size ?? 0 } else { 2 }
  }

  /// The class that is predicted at a place.
  func predictedClass(at place: Int) -> Int {
    guard case .category = label else { return values[place] >= 0.5 ? 1 : 0 }
    let start = place * classCount
    return Predictions.predictedClass(
      of: values[start..<start + classCount], isOrdered: isOrdered)
  }

  /// The class that probabilities predict: the most probable one, the first of equals; of classes in
  /// an order the middle one, which with those before it has a probability of 1/2 at least.
  package static func predictedClass(
    of probabilities: ArraySlice<Double>, isOrdered: Bool
  ) -> Int {
    var best = 0
    var sum = 0.0
    for (candidate, probability) in probabilities.enumerated() {
      if isOrdered, sum >= 0.5 { break }
      sum += probability
      if isOrdered || probability > probabilities[probabilities.startIndex + best] {
        best = candidate
      }
    }
    return best
  }

  /// The probability of a class at a place.
  func probability(of label: Int, at place: Int) -> Double {
    guard case .category = self.label else { return label == 1 ? values[place] : 1 - values[place] }
    return values[place * classCount + label]
  }
}

/// What is reported of a task: one number over all rows of a split.
package protocol Metric: CatalogueEntry {
  /// Whether more is better.
  static var higherIsBetter: Bool { get }

  /// Whether it lies between 0 and 1, more being better.
  static var isShare: Bool { get }

  /// The losses whose mean it is, without further arguments and where the label is not scaled.
  static var equalLosses: [any Loss.Type] { get }

  /// What it is for so many classes whatever is predicted, where that is known.
  func fixedValue(classes: Int) -> Double?

  /// Checks that a label goes with the metric.
  func check(label: ValueType) throws(LabelMismatch)

  /// The metric, or `nil` where it is not defined, as for no rows at all.
  func value(of predictions: Predictions) -> Double?
}

extension Metric {
  package static var isShare: Bool { false }
  package static var equalLosses: [any Loss.Type] { [] }
  /// It goes by what is predicted.
  package func fixedValue(classes: Int) -> Double? { nil }
}

/// A metric of classes: of categories and of flags.
protocol ClassMetric: Metric {}

extension ClassMetric {
  /// Takes categories and flags.
  package func check(label: ValueType) throws(LabelMismatch) {
    if case .number = label { throw .labelKind(accepts: "classes or flags") }
  }
}

/// A metric of numbers.
protocol NumberMetric: Metric {
  init()
}

extension NumberMetric {
  package init(_ arguments: Arguments) { self.init() }

  /// Takes numbers.
  package func check(label: ValueType) throws(LabelMismatch) {
    guard case .number = label else { throw .labelKind(accepts: "numbers") }
  }
}
