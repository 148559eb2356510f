import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLSemantics
import Testing

extension CompiledModel {
  /// All variables before the first step: parameters by their names in their layout, states as they
  /// begin, all else zero.
  func variables(
    parameters values: [String: ReferenceTensor]
  ) throws -> [String: ReferenceTensor] {
    var variables = self.variables.counts.mapValues { ReferenceTensor(shape: [$0]) }
    for node in training.graph.nodes {
      guard case .variable(let name) = node.definition, let sizes = node.type.sizes else {
        continue
      }
      variables[name] = ReferenceTensor(shape: sizes)
    }
    var flat = Array(repeating: 0.0, count: parameterLayout.length)
    for spec in parameters {
      let tensor = try #require(values[spec.name], "\(spec.name) is not recorded")
      #expect(tensor.shape == spec.dims.compactMap(\.size), "\(spec.name)")
      if parameterLayout.isTable(spec.name) {
        let name = ParameterLayout.variable(ModelBuilder.parametersVariable, table: spec.name)
        variables[name] = tensor
        continue
      }
      let offset = try #require(parameterLayout.offsets[spec.name])
      flat.replaceSubrange(offset..<offset + spec.count, with: tensor.values)
    }
    variables[ModelBuilder.parametersVariable] = ReferenceTensor(shape: [flat.count], values: flat)
    for state in states {
      let values = state.initializer.values(count: state.count, parameter: state.name, seed: 0)
      variables[state.name] = ReferenceTensor(
        shape: state.dims.compactMap(\.size), values: values.map { Double($0) })
    }
    return variables
  }

  /// The optimizer's numbers in a step, from 0 on, as inputs.
  ///
  /// - Parameter learningRate: The optimizer's own unless given.
  func scalars(step: Int, learningRate: Double? = nil) -> [String: ReferenceTensor] {
    let optimizer = model.training.optimizer
    let values = optimizer.scalarValues(
      step: step + 1, learningRate: learningRate ?? optimizer.learningRate)
    var inputs = [
      GraphName.learningRate: ReferenceTensor(
        shape: [], values: [learningRate ?? optimizer.learningRate])
    ]
    for (name, value) in zip(optimizer.scalars, values) {
      inputs[GraphName.scalar(name)] = ReferenceTensor(shape: [], values: [value])
    }
    return inputs
  }

  /// A factor for each parameter, laid out as the parameters are.
  func factors(_ factor: (ParameterSpec) -> Double) -> ReferenceTensor {
    var flat = Array(repeating: 0.0, count: parameterLayout.length)
    for spec in parameters where !parameterLayout.isTable(spec.name) {
      let offset = parameterLayout.offsets[spec.name] ?? 0
      for place in offset..<offset + spec.count { flat[place] = factor(spec) }
    }
    return ReferenceTensor(shape: [flat.count], values: flat)
  }
}
