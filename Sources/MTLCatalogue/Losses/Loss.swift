import MTLGraph

/// What a task predicts, as losses and metrics see it.
package struct PredictionType: Hashable, Sendable, CustomStringConvertible {
  package let dims: [Dim]
  package let isProbability: Bool

  package init(dims: [Dim], isProbability: Bool) {
    self.dims = dims
    self.isProbability = isProbability
  }

  package var description: String {
    (isProbability ? "Probability[" : "Float[") + dims.map(\.description).joined(separator: ", ")
      + "]"
  }
}

/// Why a prediction and a label do not go with a loss or a metric.
package enum LabelMismatch: Error, Sendable {
  /// The label is of a kind that it cannot take; what it takes.
  case labelKind(accepts: String)
  /// Logits were wanted and a probability came, or the other way round.
  case probability(accepts: String)
  /// The last axis does not have the label's number of classes.
  case classCount(predicted: Dim, classes: Dim)
  case shape(expected: [Dim])
  /// A parameter's value does not go with the label; what is wrong, to stand after its name.
  case setting(String, problem: String)

  /// The label is no category.
  static var noCategory: LabelMismatch {
    .labelKind(accepts: "one of several classes, such as `category(10)`")
  }

  /// The label is no flag.
  static var noFlag: LabelMismatch { .labelKind(accepts: "yes or no, such as `flag`") }
}

extension PredictionType {
  /// Checks that this is a logit for each class at each place.
  func checkLogits(of classes: Dim, at places: [Dim]) throws(LabelMismatch) {
    if isProbability { throw .probability(accepts: "logits") }
    guard dims.count == places.count + 1, dims.dropLast() == places[...], let last = dims.last
    else {
      throw .shape(expected: places + [classes])
    }
    guard last == classes else { throw .classCount(predicted: last, classes: classes) }
  }
}

/// The likelihood that a loss is the negative logarithm of; schemes that learn a noise level ask.
package enum Likelihood: Sendable {
  case categorical
  case gaussian
  case laplace
  case poisson
  /// The loss is no likelihood's logarithm.
  case none
}

/// What a task minimises: one number for each place of each row.
package protocol Loss: CatalogueEntry {
  static var likelihood: Likelihood { get }

  /// Whether labels have to be numbers from 0 on, in the units of the file.
  static var takesCounts: Bool { get }

  /// Whether it can be below 0; schemes that take logarithms of losses, or divide by them, ask.
  static var canBeNegative: Bool { get }

  /// Whether it is exactly 0 for a row that is predicted well enough; schemes that learn a noise level
  /// ask.
  static var reachesZero: Bool { get }

  /// Whether the rows of a batch are compared with each other; then the class number of a row without
  /// a label is -1.
  static var comparesRows: Bool { get }

  /// Whether some classes count more than others by its arguments.
  var weighsClasses: Bool { get }

  /// Checks that a prediction and a label go with the loss.
  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch)

  /// The loss at every place, `[rows, places...]`.
  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value

  /// How the prediction becomes what users read.
  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform
}

extension Loss {
  package static var takesCounts: Bool { false }
  package static var canBeNegative: Bool { false }
  package static var reachesZero: Bool { false }
  package static var comparesRows: Bool { false }
  package var weighsClasses: Bool { false }

  /// Nothing is to be transformed unless a loss says so.
  package func transform(isProbability: Bool, label: ValueType) -> PredictionTransform { .none }
}

/// A loss of the difference between a number and its label.
protocol DifferenceLoss: Loss {
  /// The loss of a difference, element by element.
  func loss(of difference: Value, in graph: inout Graph) throws(TypeMismatch) -> Value
}

extension DifferenceLoss {
  /// Takes numbers of equal shapes.
  package func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .number(let dims) = label else {
      throw .labelKind(accepts: "a number, such as `number` or `pixels`")
    }
    guard prediction.dims == dims else { throw .shape(expected: dims) }
  }

  /// The loss of the difference at every place.
  package func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try loss(of: graph.subtract(prediction, label), in: &graph)
  }
}
