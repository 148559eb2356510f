import MTLGraph

/// What a step of a graph leaves behind, by plain evaluation.
package struct ReferenceOutcome: Sendable {
  /// The outputs by name.
  package let outputs: [String: ReferenceTensor]
  /// The variables as the next step finds them.
  package let variables: [String: ReferenceTensor]
}

extension ReferenceEvaluator {
  /// Carries out a step of a graph: its outputs, and its variables with what is assigned to them.
  package static func run(
    _ graph: Graph, inputs: [String: ReferenceTensor], variables: [String: ReferenceTensor] = [:],
    step: ReferenceStep
  ) throws(EvaluationError) -> ReferenceOutcome {
    let values = try evaluate(graph, inputs: inputs, variables: variables, step: step)
    var outputs: [String: ReferenceTensor] = [:]
    for output in graph.outputs { outputs[output.name] = values[output.value.index] }
    var next = variables
    for assignment in graph.assignments {
      guard case .variable(let name) = graph.nodes[assignment.variable.index].definition else {
        continue
      }
      next[name] = values[assignment.value.index]
    }
    return ReferenceOutcome(outputs: outputs, variables: next)
  }
}
