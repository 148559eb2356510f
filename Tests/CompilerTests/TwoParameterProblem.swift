import MTLGraph
import MTLRuntime
import Testing

@testable import MTLCatalogue
@testable import MTLCompiler

/// The two-parameter problem of CAGrad (Liu et al., NeurIPS 2021), trained by Adam under a weighting.
///
/// Two losses of one point `(x, y)`, with `a = max(tanh(y / 2), 0)` and `b = max(tanh(-y / 2), 0)`:
///
///     L1 = scale (a f1 + b q1),  f1 = log(max(|(-x - 7) / 2 - tanh(-y)|, 5e-6)) + 6
///     L2 =        a f2 + b q2,   f2 = log(max(|(-x + 3) / 2 + tanh(-y) + 2|, 5e-6)) + 6
///     q1, q2 = ((x ∓ 7)^2 + (y + 8)^2 / 10) / 10 - 20
///
/// A step is that of the engine: the weighting sees both losses, the point is what the tasks share. One that needs
/// losses above 0 sees them above the lowest that they can be, `-21 scale` and `-21`, as the authors of FAMO have it.
struct TwoParameterProblem {
  /// Where runs begin: A, B, C, D and E.
  static let beginnings: [(x: Float, y: Float)] = [
    (-8.5, 7.5), (0, 0), (9, 9), (-7.5, -0.5), (9, -1),
  ]

  private static let rate = 1e-3
  private let executor: Executor
  private let optimizer: any Optimizer
  private let scalars: [Int]
  private let place: Int

  /// Creates the problem.
  ///
  /// - Parameter bound: The norm that a step's gradient is scaled down to, where it has one.
  init(_ weighting: any Weighting, scale: Double, bound: Double? = nil) throws {
    let builder = ModelBuilder(isTraining: true)
    let point = builder.graph.variable("point", TensorType([2]))
    var values = try Self.losses(of: point, scale: scale, in: &builder.graph)
    if type(of: weighting).requirement == .positive {
      values = try zip(values, [21 * scale, 21]).map { try builder.graph.offset($0, by: $1) }
    }
    let losses = TaskLosses(
      tasks: ["first", "second"], families: [nil, nil], likelihoods: [.none, .none],
      values: try builder.graph.pack(values, at: [0, 1], length: 2),
      presence: try builder.graph.constant(1, TensorType([2])))
    var gradient = try Self.gradient(of: values, losses, point, weighting, in: builder)
    if let bound {
      let clipping = NormClipping(
        Arguments(defaultsOf: NormClipping.parameters, ["bound": .float(bound)]))
      gradient = try clipping.clip([gradient], sums: [gradient], in: &builder.graph)[0]
    }
    let adam = try #require(Registry.optimizers.first { $0.name == "adam" })
    let optimizer = adam.init(
      Arguments(defaultsOf: adam.parameters, ["learning_rate": .float(Self.rate)]))
    let states = optimizer.states.map { builder.graph.variable($0, TensorType([2])) }
    let (next, nextStates) = try optimizer.update(
      OptimizerOperands(
        parameters: point, gradient: gradient, states: states,
        scalars: optimizer.scalars.map { builder.graph.input($0, .scalar) }, decayMask: nil,
        segments: []), in: &builder.graph)
    builder.assign(point, next)
    if let weighting = weighting as? any HindsightWeighting {
      let after = try builder.graph.recomputed(losses.values, with: [point: next])
      try weighting.learn(from: losses, after: after, in: builder)
    }
    for (state, value) in zip(states, nextStates) { builder.assign(state, value) }
    let layout = VariableLayout(
      variables: [("point", 2)] + optimizer.states.map { ($0, 2) }
        + builder.states.map { ($0.name, $0.count) })
    let plan = try Planner.plan(
      PassPipeline.standard.run(builder.graph), layout: layout, rowCapacities: [1])
    let executor = Executor(
      plan: plan, memory: Memory(layout: layout, plans: [plan]), threads: ThreadPool(threads: 1),
      instructionSet: .best)
    self.executor = executor
    self.optimizer = optimizer
    scalars = try optimizer.scalars.map { try #require(executor.inputIndex(of: $0)) }
    place = try #require(layout.range(of: "point")).lowerBound
  }

  /// Trains from a point; the points after every so many steps, the first and the last among them.
  func trajectory(
    from beginning: (x: Float, y: Float), steps: Int, every interval: Int
  ) -> [(x: Float, y: Float)] {
    executor.memory.store([beginning.x, beginning.y], at: place)
    var points = [beginning]
    for step in 0..<steps {
      for (index, input) in scalars.enumerated() {
        let value = optimizer.scalarValue(index, step: step + 1, learningRate: Self.rate)
        executor.withInput(input) { $0[0] = Float(value) }
      }
      executor.run(rowCounts: [1], random: RandomKey(seed: 1, step: UInt64(step)))
      if (step + 1) % interval == 0 || step + 1 == steps {
        let values = executor.memory.floats(in: place..<place + 2)
        points.append((values[0], values[1]))
      }
    }
    return points
  }

  // MARK: The graph

  private static func gradient(
    of values: [Value], _ losses: TaskLosses, _ point: Value, _ weighting: any Weighting,
    in builder: ModelBuilder
  ) throws -> Value {
    let isPresent = try builder.graph.constant(1, .scalar)
    let first: any LossWeighting =
      if let weighting = weighting as? any LossWeighting { weighting } else {
        EqualWeighting(Arguments())
      }
    let combined = CombinedLosses(
      tasks: zip(losses.tasks, values).map {
        CombinedLosses.Task(name: $0, loss: $1, presence: isPresent)
      }, losses: losses, total: try first.combine(losses, in: builder))
    let trained = [TrainedValue(value: point, touched: nil, isWeighting: false)]
    let gradients =
      switch weighting {
      case let scheme as any GramWeighting:
        try TaskGradients(combined, of: trained, by: scheme, in: builder)
      case let scheme as any RowWeighting:
        try TaskGradients(combined, of: trained, by: scheme, in: builder)
      default: try TaskGradients(combined, of: trained, in: &builder.graph)
      }
    return try #require(gradients.gradients[0])
  }

  private static func losses(
    of point: Value, scale: Double, in graph: inout Graph
  ) throws -> [Value] {
    let x = try graph.slice(point, at: 0, dims: [])
    let y = try graph.slice(point, at: 1, dims: [])
    let turn = try graph.emit(HyperbolicTangent(), graph.scale(y, by: -1))
    let half = try graph.scale(x, by: -0.5)
    let hills = [
      try graph.subtract(graph.offset(half, by: -3.5), turn),
      try graph.add(graph.offset(half, by: 3.5), turn),
    ]
    let above = try upper(y, by: 0.5, in: &graph)
    let below = try upper(y, by: -0.5, in: &graph)
    return try zip(hills, [-7.0, 7.0]).enumerated().map { task, part in
      let (hill, centre) = part
      let size = try graph.emit(
        MaximumConstant(constant: 5e-6), graph.emit(Absolute(), hill))
      let height = try graph.offset(graph.emit(Logarithm(), size), by: 6)
      let across = try graph.emit(Square(), graph.offset(x, by: centre))
      let along = try graph.emit(Square(), graph.offset(y, by: 8))
      let bowl = try graph.offset(
        graph.scale(graph.add(across, graph.scale(along, by: 0.1)), by: 0.1), by: -20)
      let loss = try graph.add(
        graph.multiply(above, height), graph.multiply(below, bowl))
      return task == 0 ? try graph.scale(loss, by: scale) : loss
    }
  }

  /// `max(tanh(factor y), 0)` as half the sum of the hyperbolic tangent and its size, whose slope at 0 is not 0.
  private static func upper(
    _ y: Value, by factor: Double, in graph: inout Graph
  ) throws -> Value {
    let tangent = try graph.emit(HyperbolicTangent(), graph.scale(y, by: factor))
    return try graph.scale(graph.add(tangent, graph.emit(Absolute(), tangent)), by: 0.5)
  }
}
