import MTLCatalogue
import MTLGraph

/// A model's layers as they have been built to see their types: what rules about layers look at.
package struct BuiltModel: Sendable {
  package let graph: Graph
  /// Every step, each before those inside it.
  package let steps: [BuiltStep]
  package let parameters: [ParameterSpec]
  /// The graph's value of each parameter.
  package let valuesOfParameters: [Value]
  /// What training keeps without a gradient, such as running means.
  package let states: [StateSpec]
  /// The end of each declaration that is a tensor, and its named values, such as `trunk.early`.
  package let ends: [String: Value]
}

extension ModelAssembly {
  /// What has been built so far.
  package var built: BuiltModel {
    BuiltModel(
      graph: builder.graph, steps: steps, parameters: builder.parameters,
      valuesOfParameters: builder.valuesOfParameters, states: builder.states, ends: tensors)
  }
}
