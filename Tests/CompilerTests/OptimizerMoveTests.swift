import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// Whose moves can be added up: those of which an optimizer says so.
struct OptimizerMoveTests {
  static let optimizers: [any Optimizer] = Registry.optimizers.flatMap { type in
    let names = Set(type.parameters.map(\.name))
    let further: [String: ConstantValue] = [
      "momentum": .float(0.9), "weight_decay": .float(0.2), "centered": .flag(true),
    ].filter { names.contains($0.key) }
    return [
      type.init(Arguments(defaultsOf: type.parameters)),
      type.init(Arguments(defaultsOf: type.parameters, further)),
    ] as [any Optimizer]
  }

  /// The next parameters are what they become without a gradient, plus what zeros become with it.
  @Test(arguments: optimizers)
  func movesAddToWhatADecayLeaves(_ optimizer: any Optimizer) throws {
    let parameters = [0.5, -2, 0, 3, 1, -1]
    let gradient = [1, -0.5, 0.25, 0, 4, -3]
    let states = optimizer.states.indices.map { state in
      gradient.map { abs($0) * Double(state + 1) + 0.5 }
    }
    let zeros = parameters.map { _ in 0.0 }
    let whole = try next(parameters, gradient, states, by: optimizer)
    let left = try next(parameters, zeros, states.map { _ in zeros }, by: optimizer)
    let move = try next(zeros, gradient, states, by: optimizer)
    let sums = zip(left, move).map { $0 + $1 }
    let isEqual = zip(whole, sums).allSatisfy { abs($0 - $1) < 1e-12 }
    #expect(isEqual == optimizer.addsSteps)
    if optimizer.addsSteps, !optimizer.decaysWeights { #expect(left == parameters) }
    if optimizer.addsSteps {
      #expect(try next(zeros, zeros, states.map { _ in zeros }, by: optimizer) == zeros)
    }
  }

  private func next(
    _ parameters: [Double], _ gradient: [Double], _ states: [[Double]], by optimizer: any Optimizer
  ) throws -> [Double] {
    var graph = Graph()
    let type = TensorType([parameters.count])
    var inputs: [String: ReferenceTensor] = [:]
    func tensor(_ values: [Double]) -> ReferenceTensor {
      ReferenceTensor(shape: [values.count], values: values)
    }
    inputs["parameters"] = tensor(parameters)
    inputs["gradient"] = tensor(gradient)
    for (index, values) in states.enumerated() { inputs["state \(index)"] = tensor(values) }
    let scalars = optimizer.scalarValues(step: 8, learningRate: 0.1)
    for (index, value) in scalars.enumerated() {
      inputs["scalar \(index)"] = ReferenceTensor(shape: [], values: [value])
    }
    let (result, _) = try optimizer.update(
      OptimizerOperands(
        parameters: graph.input("parameters", type), gradient: graph.input("gradient", type),
        states: states.indices.map { graph.input("state \($0)", type) },
        scalars: scalars.indices.map { graph.input("scalar \($0)", .scalar) }, decayMask: nil,
        segments: [ParameterSegment(offset: 0, dims: [3, 2], decays: true)]), in: &graph)
    let values = try ReferenceEvaluator.evaluate(
      graph, inputs: inputs, step: ReferenceStep(rowCounts: []))
    return values[result.index].values
  }
}
