import MTLGraph

extension PassPipeline {
  /// Leaves out what neither an output nor an assignment depends on.
  ///
  ///     %0 = input; %1 = relu %0; %2 = square %0; output %1  ->  %0 = input; %1 = relu %0; output %1
  package static let deadCode = Pass("dead code") { graph in
    var isLive = Array(repeating: false, count: graph.nodes.count)
    for output in graph.outputs { isLive[output.value.index] = true }
    for assignment in graph.assignments {
      isLive[assignment.variable.index] = true
      isLive[assignment.value.index] = true
    }
    for index in isLive.indices.reversed() where isLive[index] {
      for operand in graph.nodes[index].operands { isLive[operand.index] = true }
    }
    return graph.rebuilt { node, index, result in isLive[index] ? result.append(node) : nil }
  }
}
