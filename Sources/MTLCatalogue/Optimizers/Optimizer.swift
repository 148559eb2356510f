import MTLGraph

/// How a gradient becomes a step of the parameters.
///
/// The update is a graph over the flat vector of parameters, elementwise where it can be, so that
/// it runs as one sweep, or over the rows of a table that a batch has read; what depends on the step alone is computed beforehand in `Double` and fed as numbers.
package protocol Optimizer: CatalogueEntry, Hashable {
  /// The learning rate before the schedule.
  var learningRate: Double { get }

  /// The vectors that it keeps beside the parameters, by name; they begin at zero.
  var states: [String] { get }

  /// The numbers that each step's update reads, by name.
  var scalars: [String] { get }

  /// Whether `update` reads the decay mask.
  var decaysWeights: Bool { get }

  /// The optimizer that takes the same steps and shrinks parameters apart from the gradient, where this
  /// one divides gradients by their size and so the slope of a penalty with them.
  static var decoupledSibling: (any Optimizer.Type)? { get }

  /// Whether each number moves by what belongs to it alone, so that rows of a table can be updated by
  /// themselves.
  var isElementwise: Bool { get }

  /// Whether the next parameters are what they become without a gradient, plus what zeros in their place
  /// become with it: then the moves along the parts of a gradient can be added up, and a decay is in none
  /// of them.
  var addsSteps: Bool { get }

  /// The value of one of the scalars; asked for in every step, so it allocates nothing.
  ///
  /// - Parameters:
  ///   - index: The scalar's place in `scalars`.
  ///   - step: The step's number, from 1 on.
  ///   - learningRate: The learning rate after the schedule.
  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double

  /// The next parameters and states.
  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value])
}

/// What an optimizer's update reads: values of one type, such as flat vectors, and scalars.
package struct OptimizerOperands {
  package let parameters: Value
  package let gradient: Value
  package let states: [Value]
  package let scalars: [Value]
  /// 1 where a parameter decays and 0 where not, such as a weighting's own; `nil` for all ones.
  package let decayMask: Value?
  /// Where each parameter lies in the vectors, ascending; between them the vectors are zero.
  ///
  /// Empty for an elementwise update of values that are no vectors.
  package let segments: [ParameterSegment]

  package init(
    parameters: Value, gradient: Value, states: [Value], scalars: [Value], decayMask: Value?,
    segments: [ParameterSegment]
  ) {
    self.parameters = parameters
    self.gradient = gradient
    self.states = states
    self.scalars = scalars
    self.decayMask = decayMask
    self.segments = segments
  }
}

/// One parameter's place in the vectors that an optimizer's update reads.
package struct ParameterSegment: Hashable, Sendable {
  package let offset: Int
  package let dims: [Int]
  /// Whether a decay takes part of it: not where it is a weighting's own.
  package let decays: Bool

  package init(offset: Int, dims: [Int], decays: Bool) {
    self.offset = offset
    self.dims = dims
    self.decays = decays
  }
}

extension Optimizer {
  package static var decoupledSibling: (any Optimizer.Type)? { nil }

  package var decaysWeights: Bool { false }

  package var isElementwise: Bool { true }

  /// What moves by itself adds its step to what a decay leaves.
  package var addsSteps: Bool { isElementwise }

  /// The values of all scalars in their order.
  package func scalarValues(step: Int, learningRate: Double) -> [Double] {
    scalars.indices.map { scalarValue($0, step: step, learningRate: learningRate) }
  }
}

extension Graph {
  /// `vector * scalar`, element by element.
  mutating func multiply(_ vector: Value, byScalar scalar: Value) throws(TypeMismatch) -> Value {
    try multiply(vector, broadcast(scalar, to: type(of: vector).withoutLanes))
  }

  /// The root of the sum of all squared elements, as a scalar.
  mutating func norm(_ value: Value) throws(TypeMismatch) -> Value {
    try emit(SquareRoot(), sum(emit(Square(), value), to: .scalar))
  }

  /// `old * share + new * (1 - share)`, element by element.
  mutating func movingAverage(
    _ old: Value, towards new: Value, keeping share: Double
  ) throws(TypeMismatch) -> Value {
    try add(scale(old, by: share), scale(new, by: 1 - share))
  }
}
