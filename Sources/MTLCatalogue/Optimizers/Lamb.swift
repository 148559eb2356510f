import MTLGraph

/// Adam with decay, each parameter moving in proportion to its own size.
struct Lamb: Optimizer {
  static let name = "lamb"
  static let summary = "Adam with decay, every matrix moving in proportion to its own norm"
  static let details = """
    With Adam's m' and v', `u = m' / (sqrt(v') + epsilon) + weight_decay * p`, then `p = p - rate * |p| / \
    |u| * u` for each parameter by itself, the ratio of the norms being 1 where p is zero (You et al., \
    ICLR 2020). As in the authors' program, parameters of one dimension, such as biases, take Adam's step \
    without decay; so do a weighting's own.
    """
  static let parameters =
    AdamRule.parameters(epsilon: 1e-6) + [WeightDecay.parameter(default: 0.01, upTo: 1)]
  static let example = "optimizer lamb(learning_rate: 0.002, weight_decay: 0.01)"

  private let rule: AdamRule
  private let decay: WeightDecay

  /// What keeps the ratio finite where a parameter does not move.
  private static let leastNorm = 1e-30

  init(_ arguments: Arguments) {
    rule = AdamRule(arguments)
    decay = WeightDecay(arguments)
  }

  var learningRate: Double { rule.learningRate }
  var states: [String] { AdamRule.states }
  var isElementwise: Bool { false }
  /// The rule's own, for a rate of 1, and the rate.
  var scalars: [String] { AdamRule.scalars + ["learning_rate"] }

  func scalarValue(_ index: Int, step: Int, learningRate: Double) -> Double {
    index < AdamRule.scalars.count
      ? rule.scalarValue(index, step: step, learningRate: 1) : learningRate
  }

  func update(
    _ operands: OptimizerOperands, in graph: inout Graph
  ) throws(TypeMismatch) -> (parameters: Value, states: [Value]) {
    let (ratio, states) = try rule.step(operands, in: &graph)
    var parts: [Value] = []
    for segment in operands.segments {
      let part = try graph.slice(ratio, at: segment.offset, dims: segment.dims)
      guard segment.decays, segment.dims.count > 1 else {
        parts.append(part)
        continue
      }
      let values = try graph.slice(operands.parameters, at: segment.offset, dims: segment.dims)
      parts.append(try adapted(part, values, in: &graph))
    }
    let length = graph.type(of: operands.parameters).elementsPerRow
    let direction = try graph.pack(parts, at: operands.segments.map(\.offset), length: length)
    let step = try graph.multiply(direction, byScalar: operands.scalars[2])
    return (try graph.subtract(operands.parameters, step), states)
  }

  /// A parameter's step with its decay, as long as the parameter itself.
  private func adapted(
    _ ratio: Value, _ values: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let step = try graph.add(ratio, graph.scale(values, by: decay.share))
    let size = try graph.norm(values)
    let stepSize = try graph.emit(
      MaximumConstant(constant: Lamb.leastNorm), graph.norm(step))
    let isZero = try graph.offset(graph.scale(graph.emit(Step(), size), by: -1), by: 1)
    let trust = try graph.add(graph.divide(size, stepSize), isZero)
    return try graph.multiply(step, byScalar: trust)
  }
}
