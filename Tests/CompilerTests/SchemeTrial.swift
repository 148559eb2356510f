import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// A weighting of losses by itself: its graph over given losses, evaluated step by step in `Double`.
struct SchemeTrial {
  /// What a step finds.
  struct Found {
    /// What is minimised.
    let total: Double
    /// The weight of each task.
    let weights: [Double]
    /// The gradients of the scheme's own parameters, in the order of the tasks.
    let gradients: [Double]
  }

  private let builder = ModelBuilder(isTraining: true)
  private let results: [Value]
  private let tasks: Int
  private var variables: [String: ReferenceTensor] = [:]
  private var count = 0
  /// The number of steps of an epoch.
  var stepsPerEpoch = 1_000_000

  /// Builds a scheme over so many tasks, called `a`, `b` and so on.
  init(
    _ name: String, _ arguments: [String: ConstantValue] = [:], tasks: Int = 3,
    likelihood: Likelihood = .none
  ) throws {
    let type = try #require(Registry.weightings.first { $0.name == name })
    let weighting = type.init(Arguments(defaultsOf: type.parameters, arguments))
    try self.init(try #require(weighting as? any LossWeighting), tasks: tasks, likelihood)
  }

  /// Builds the graph of a scheme.
  init(_ scheme: any LossWeighting, tasks: Int, _ likelihood: Likelihood = .none) throws {
    self.tasks = tasks
    let type = TensorType([tasks])
    let values = builder.graph.input("losses", type)
    let losses = TaskLosses(
      tasks: (0..<tasks).map(Self.name), families: Array(repeating: nil, count: tasks),
      likelihoods: Array(repeating: likelihood, count: tasks), values: values,
      presence: builder.graph.input("presence", type))
    let total = try scheme.combine(losses, in: builder)
    if let scheme = scheme as? any HindsightWeighting {
      let after = builder.graph.input("after", type)
      try scheme.learn(from: losses, after: after, in: builder)
    }
    let own = builder.parameters.compactMap { [builder] in builder.value(ofParameter: $0.name) }
    let gradients = try builder.graph.gradients(of: total, withRespectTo: [values] + own)
    let zero = try builder.graph.constant(0, type)
    results = [total] + [gradients[0] ?? zero] + gradients.dropFirst().compactMap { $0 }
    for spec in builder.parameters { variables[spec.name] = Self.first(spec.initializer, []) }
    for spec in builder.states {
      variables[spec.name] = Self.first(spec.initializer, spec.dims.compactMap(\.size))
    }
  }

  /// The name of a task: a letter.
  static func name(_ task: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(task)))
  }

  private static func first(_ initializer: Initializer, _ shape: [Int]) -> ReferenceTensor {
    let values = initializer.values(count: shape.reduce(1, *), parameter: "", seed: 0)
    return ReferenceTensor(shape: shape, values: values.map(Double.init))
  }

  /// Sets the scheme's own parameter of each task.
  mutating func setParameters(_ values: [Double]) {
    for (spec, value) in zip(builder.parameters, values) {
      variables[spec.name] = ReferenceTensor(shape: [], values: [value])
    }
  }

  /// Lets a step pass.
  mutating func skip() { count += 1 }

  /// Sets what a scheme keeps, where it is one vector.
  mutating func setState(_ values: [Double]) {
    for spec in builder.states {
      variables[spec.name] = ReferenceTensor(shape: [values.count], values: values)
    }
  }

  /// What a scheme keeps.
  var state: [Double] { builder.states.flatMap { variables[$0.name]?.values ?? [] } }

  /// Makes a step; a loss of `nil` is one of a task without a label.
  ///
  /// - Parameter after: The losses that the step leads to; larger ones fall more unless given.
  mutating func step(_ losses: [Double?], after: [Double]? = nil) throws -> Found {
    let after = after ?? losses.map { ($0 ?? 0) / (1 + ($0 ?? 0)) }
    var inputs = [
      "after": ReferenceTensor(shape: [tasks], values: after),
      "losses": ReferenceTensor(shape: [tasks], values: losses.map { $0 ?? 0 }),
      "presence": ReferenceTensor(shape: [tasks], values: losses.map { $0 == nil ? 0 : 1 }),
    ]
    for clock in StepClock.allCases {
      let value =
        switch clock {
        case .step: count
        case .epoch: count / stepsPerEpoch
        case .isEpochStart: count % stepsPerEpoch == 0 ? 1 : 0
        }
      inputs[clock.inputName] = ReferenceTensor(shape: [], values: [Double(value)])
    }
    let step = ReferenceStep(rowCounts: [], random: RandomKey(seed: 5, step: UInt64(count)))
    let values = try ReferenceEvaluator.evaluate(
      builder.graph, inputs: inputs, variables: variables, step: step)
    for assignment in builder.graph.assignments {
      guard case .variable(let name) = builder.graph.nodes[assignment.variable.index].definition
      else { continue }
      variables[name] = values[assignment.value.index]
    }
    count += 1
    return Found(
      total: values[results[0].index].values[0], weights: values[results[1].index].values,
      gradients: results.dropFirst(2).map { values[$0.index].values[0] })
  }
}
