import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLRuntime
import Testing

/// The update of a recorded optimizer as a graph over one vector of parameters.
struct UpdateGraph {
  private let optimizer: any Optimizer
  private var graph = Graph()
  private let learningRate: Double
  private let gradients: [ReferenceTensor]
  private var variables: [String: ReferenceTensor] = [:]
  /// The parameters after each step, as recorded.
  let expected: [ReferenceTensor]

  init(_ recorded: RecordedCase) throws {
    let name = recorded.json["optimizer"]?.string
    let type = try #require(Registry.optimizers.first { $0.name == name })
    optimizer = type.init(Translation.arguments(of: type, recorded))
    learningRate = try #require(recorded.number("learning_rate"))
    gradients = try Self.tensors(recorded.json["gradients"])
    expected = try Self.tensors(recorded.json["parameters"])
    let initial = try #require(ReferenceTensor(recorded: recorded.json["initial"]))
    variables["parameters"] = initial
    for state in optimizer.states { variables[state] = ReferenceTensor(shape: initial.shape) }
    let hasDecay = type.parameters.contains { $0.name == "weight_decay" }
    try build(
      count: initial.values.count, decay: hasDecay ? nil : recorded.number("weight_decay"),
      segments: Self.segments(recorded.json["segments"]))
  }

  private static func tensors(_ json: JSONValue?) throws -> [ReferenceTensor] {
    try #require(json?.elements).map { try #require(ReferenceTensor(recorded: $0)) }
  }

  private static func segments(_ json: JSONValue?) -> [ParameterSegment] {
    (json?.elements ?? []).map { segment in
      ParameterSegment(
        offset: segment["offset"]?.integer ?? 0,
        dims: segment["shape"]?.elements?.compactMap { $0.integer } ?? [],
        decays: segment["decays"] == .bool(true))
    }
  }

  /// - Parameter decay: A decay that is added to the gradient: half of it is a penalty's factor.
  private mutating func build(
    count: Int, decay: Double?, segments: [ParameterSegment]
  ) throws {
    let type = TensorType([count])
    let parameters = graph.variable("parameters", type)
    var gradient = graph.input("gradient", type)
    if let decay {
      let entry = try #require(Registry.penalties.first { $0.name == "l2" })
      let penalty = entry.init(Arguments(["factor": .float(decay / 2)]))
      gradient = try graph.add(gradient, penalty.gradient(of: parameters, in: &graph))
    }
    let states = optimizer.states.map { graph.variable($0, type) }
    let scalars = optimizer.scalars.map { graph.input($0, .scalar) }
    let (next, nextStates) = try optimizer.update(
      OptimizerOperands(
        parameters: parameters, gradient: gradient, states: states, scalars: scalars,
        decayMask: nil, segments: segments), in: &graph)
    for (variable, value) in zip([parameters] + states, [next] + nextStates) {
      graph.assignments.append(Graph.Assignment(variable: variable, value: value))
    }
  }

  /// What a step reads: the gradient and the optimizer's numbers.
  private func inputs(step: Int) -> [String: ReferenceTensor] {
    let values = optimizer.scalarValues(step: step + 1, learningRate: learningRate)
    var inputs = ["gradient": gradients[step]]
    for (name, value) in zip(optimizer.scalars, values) {
      inputs[name] = ReferenceTensor(shape: [], values: [value])
    }
    return inputs
  }

  /// The parameters after each step, in `Double`.
  func evaluate() throws -> [[Double]] {
    var variables = variables
    return try gradients.indices.map { step in
      variables = try ReferenceEvaluator.run(
        graph, inputs: inputs(step: step), variables: variables, step: ReferenceStep(rowCounts: [])
      ).variables
      return variables["parameters"]?.values ?? []
    }
  }

  /// The parameters after each step by a plan, in `Float`.
  func execute(on set: InstructionSet) throws -> [[Double]] {
    let layout = VariableLayout(
      variables: variables.sorted { $0.key < $1.key }.map { ($0.key, $0.value.values.count) })
    let plan = try Planner.plan(
      PassPipeline.standard.run(graph), layout: layout, rowCapacities: [])
    let executor = Executor(
      plan: plan, memory: Memory(layout: layout, plans: [plan]), threads: ThreadPool(threads: 1),
      instructionSet: set)
    executor.feed(variables, layout: layout)
    return gradients.indices.map { step in
      executor.feed(inputs(step: step), layout: layout)
      executor.run(rowCounts: [], random: RandomKey(seed: 0, step: 0))
      return executor.variables(["parameters"], layout: layout)["parameters"] ?? []
    }
  }
}
