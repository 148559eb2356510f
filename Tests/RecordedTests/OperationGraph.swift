import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLRuntime
import Testing

/// A recorded operation built from the catalogue, with its gradients, and the numbers to feed it.
struct OperationGraph {
  let recorded: RecordedCase
  private let operation: String
  private let builder: ModelBuilder
  /// Inputs and variables by name.
  private var fed: [String: ReferenceTensor] = [:]
  private let rows: Int

  init(_ recorded: RecordedCase) throws {
    self.recorded = recorded
    operation = try #require(recorded.json["operation"]?.string)
    builder = ModelBuilder(isTraining: recorded.json["attributes"]?["mode"]?.string != "inference")
    let inputs = recorded.tensors("inputs")
    let input = try #require(inputs["input"])
    rows = input.shape[0]
    for (name, tensor) in inputs { fed[Translation.name(of: name, in: operation)] = tensor }
    let x = builder.graph.input("input", Self.rowType(input))
    let result = try build(on: x, inputs)
    builder.graph.outputs = [Graph.Output(name: "output", value: result)]
    try addGradients(of: result, input: x)
  }

  private static func rowType(_ tensor: ReferenceTensor) -> TensorType {
    TensorType(rows: RowSpace(0), Array(tensor.shape.dropFirst()))
  }

  // MARK: Building

  private func build(on x: Value, _ inputs: [String: ReferenceTensor]) throws -> Value {
    if let layer = Registry.layers.first(where: { $0.name == operation }) {
      if let mask = inputs["mask"] {
        builder.setPlaceMask(builder.graph.input("mask", Self.rowType(mask)), of: x)
      }
      let operands = inputs["operand"].map {
        [builder.graph.input("operand", Self.rowType($0))]
      }
      return try layer.init(Translation.arguments(of: layer, recorded))
        .build(x, operands: operands ?? [], body: nil, in: builder)
    }
    let loss = try #require(Registry.losses.first { $0.name == operation })
    let target = builder.graph.input("target", Self.rowType(try #require(inputs["target"])))
    let places = try loss.init(Translation.arguments(of: loss, recorded))
      .build(prediction: x, isProbability: false, label: target, in: &builder.graph)
    let byRow = try builder.graph.mean(places, to: TensorType(rows: RowSpace(0), dims: []))
    let isMean = recorded.json["attributes"]?["reduction"]?.string == "mean"
    return isMean ? try builder.graph.mean(byRow, to: .scalar) : byRow
  }

  /// An output `gradient NAME` for the input and for each parameter.
  private mutating func addGradients(of result: Value, input: Value) throws {
    let weights: ReferenceTensor = try #require(recorded.tensors("cotangent")["output"])
    fed["cotangent"] = weights
    let cotangent = builder.graph.input("cotangent", builder.graph.type(of: result))
    let wanted = try recorded.tensors("gradients").keys.sorted().map { name in
      let ours = Translation.name(of: name, in: operation)
      let value = name == "input" ? input : builder.value(ofParameter: ours)
      return (name: name, value: try #require(value))
    }
    let gradients = try builder.graph.gradients(
      seeds: [(result, cotangent)], withRespectTo: wanted.map(\.value))
    for (wanted, gradient) in zip(wanted, gradients) {
      builder.graph.outputs.append(
        Graph.Output(name: "gradient \(wanted.name)", value: try #require(gradient)))
    }
    try builder.graph.verify()
  }

  // MARK: What is recorded

  /// The recorded outputs, states after the step included, and gradients under our names.
  var expected: [String: ReferenceTensor] {
    var expected = recorded.tensors("outputs")
    for (name, gradient) in recorded.tensors("gradients") {
      expected["gradient \(name)"] = gradient
    }
    return expected
  }

  // MARK: Evaluating

  /// Outputs, gradients and states after a step, in `Double`.
  func evaluate() throws -> [String: [Double]] {
    let outcome = try ReferenceEvaluator.run(
      builder.graph, inputs: fed, variables: fed, step: ReferenceStep(rowCounts: [rows]))
    return outcome.variables.merging(outcome.outputs) { $1 }.mapValues(\.values)
  }

  /// The same by a plan, in `Float`.
  func execute(on set: InstructionSet) throws -> [String: [Double]] {
    let graph = PassPipeline.standard.run(builder.graph)
    let names = (builder.parameters.map(\.name) + builder.states.map(\.name))
    let layout = VariableLayout(
      variables: names.map { (name: $0, count: fed[$0]?.values.count ?? 0) })
    let plan = try Planner.plan(graph, layout: layout, rowCapacities: [rows])
    let executor = Executor(
      plan: plan, memory: Memory(layout: layout, plans: [plan]), threads: ThreadPool(threads: 1),
      instructionSet: set)
    executor.feed(fed, layout: layout)
    executor.run(rowCounts: [rows], random: RandomKey(seed: 0, step: 0))
    return executor.outputs(of: graph)
      .merging(executor.variables(names, layout: layout)) { first, _ in first }
  }
}

extension Executor {
  /// Writes inputs and variables by name; what the plan does not read is left out.
  func feed(_ tensors: [String: ReferenceTensor], layout: VariableLayout) {
    for (name, tensor) in tensors {
      let floats = tensor.values.map { Float($0) }
      if let index = inputIndex(of: name) {
        withInput(index) { room in
          for (place, value) in floats.enumerated() { room[place] = value }
        }
      } else if let range = layout.range(of: name) {
        memory.store(floats, at: range.lowerBound)
      }
    }
  }

  /// The outputs of a graph as of the last run.
  func outputs(of graph: Graph) -> [String: [Double]] {
    var values: [String: [Double]] = [:]
    for output in graph.outputs {
      guard let index = outputIndex(of: output.name) else { continue }
      values[output.name] = copyOutput(index).map { Double($0) }
    }
    return values
  }

  /// The variables as they lie in memory.
  func variables(_ names: [String], layout: VariableLayout) -> [String: [Double]] {
    var values: [String: [Double]] = [:]
    for name in names {
      guard let range = layout.range(of: name) else { continue }
      values[name] = memory.floats(in: range).map { Double($0) }
    }
    return values
  }
}
