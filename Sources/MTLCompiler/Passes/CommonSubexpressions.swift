import MTLGraph

extension PassPipeline {
  /// Computes equal operations on equal operands once.
  ///
  ///     %2 = exp %0; %3 = exp %0; %4 = add %2, %3  ->  %2 = exp %0; %3 = add %2, %2
  package static let commonSubexpressions = Pass("common subexpressions") { graph in
    var known: [Expression: Value] = [:]
    return graph.rebuilt { node, _, result in
      guard case .operation(let operation) = node.definition else { return result.append(node) }
      let key = Expression(
        operation: AnyHashable(operation), operands: node.operands, type: node.type)
      if let value = known[key] { return value }
      let value = result.append(node)
      known[key] = value
      return value
    }
  }
}

/// What makes two nodes the same.
private struct Expression: Hashable {
  let operation: AnyHashable
  let operands: [Value]
  let type: TensorType
}
