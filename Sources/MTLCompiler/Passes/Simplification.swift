import MTLCatalogue
import MTLGraph

extension PassPipeline {
  /// Folds constants and applies identities of arithmetic.
  ///
  /// Nodes are recognised by what they are lowered to; see `Simplifier` for the list.
  package static let simplification = Pass("simplification") { graph in
    graph.rebuilt { node, _, result in
      let simplifier = Simplifier(node: node, graph: result)
      return simplifier.replacement(in: &result) ?? result.append(node)
    }
  }
}

/// The local rewrites of one node.
private struct Simplifier {
  let node: Graph.Node
  let lowering: Lowering?

  init(node: Graph.Node, graph: Graph) {
    self.node = node
    lowering = node.lowering(in: graph)
  }

  /// The value that replaces the node; `nil` where no rewrite applies.
  ///
  /// A replacement has the node's type: a constant without lanes does not stand for one with lanes.
  /// What a rewrite appends in vain is dead code.
  func replacement(in graph: inout Graph) -> Value? {
    let rewrites = [folded, repeatedConstant, identity, combined, withConstant]
    for rewrite in rewrites {
      if let value = try? rewrite(&graph), graph.type(of: value) == node.type { return value }
    }
    return nil
  }

  // exp(2) -> 7.389;  2 + 3 -> 5
  private func folded(_ graph: inout Graph) throws(TypeMismatch) -> Value? {
    guard case .elementwise(let step, _, _) = lowering, step != .constant, step != .randomKeep,
      case .operation(let operation) = node.definition
    else { return nil }
    var operands: [ReferenceTensor] = []
    for operand in node.operands {
      guard let value = graph.constantValue(of: operand) else { return nil }
      operands.append(ReferenceTensor(shape: [], repeating: value))
    }
    var result = ReferenceTensor(shape: [])
    operation.evaluate(operands, into: &result, in: ReferenceStep(rowCounts: []))
    return try graph.constant(result.values[0], node.type)
  }

  // broadcast(constant) -> constant;  reshape(constant) -> constant
  private func repeatedConstant(_ graph: inout Graph) throws(TypeMismatch) -> Value? {
    switch lowering {
    case .broadcast, .alias:
      guard let value = graph.constantValue(of: node.operands[0]) else { return nil }
      return try graph.constant(value, node.type)
    default: return nil
    }
  }

  // x * 1 -> x;  x + 0 -> x;  copy(x) -> x;  x ^ 1 -> x;  reshape or repeat to the same type -> x
  private func identity(_ graph: inout Graph) throws(TypeMismatch) -> Value? {
    switch lowering {
    case .elementwise(.scale, 1, _), .elementwise(.offset, 0, _), .elementwise(.copy, _, _),
      .elementwise(.power, 1, _), .broadcast, .alias(offset: 0):
      node.operands[0]
    default: nil
    }
  }

  // -(-x) -> x;  (x * a) * b -> x * (a * b);  (x + a) + b -> x + (a + b);  -(x * a) -> x * -a
  private func combined(_ graph: inout Graph) throws(TypeMismatch) -> Value? {
    guard case .elementwise(let outer, let b, _) = lowering, let inner = node.operands.first,
      case .elementwise(let step, let a, _) = graph.nodes[inner.index].lowering(in: graph)
    else { return nil }
    let operands = graph.nodes[inner.index].operands
    switch (step, outer) {
    case (.negate, .negate): return operands[0]
    case (.scale, .scale): return try graph.scale(operands[0], by: a * b)
    case (.offset, .offset): return try graph.offset(operands[0], by: a + b)
    case (.scale, .negate): return try graph.scale(operands[0], by: -a)
    case (.negate, .scale): return try graph.scale(operands[0], by: -b)
    default: return nil
    }
  }

  // x * constant -> scale(x);  x + constant -> offset(x);  x - constant -> offset(x)
  private func withConstant(_ graph: inout Graph) throws(TypeMismatch) -> Value? {
    guard case .elementwise(let step, _, _) = lowering, node.operands.count == 2 else { return nil }
    let (a, b) = (node.operands[0], node.operands[1])
    switch (step, graph.constantValue(of: a), graph.constantValue(of: b)) {
    case (.multiply, _, let value?): return try graph.scale(a, by: value)
    case (.multiply, let value?, _): return try graph.scale(b, by: value)
    case (.add, _, let value?): return try graph.offset(a, by: value)
    case (.add, let value?, _): return try graph.offset(b, by: value)
    case (.subtract, _, let value?): return try graph.offset(a, by: -value)
    default: return nil
    }
  }
}

extension Graph {
  /// The number at every element of a value, where it is a constant.
  fileprivate func constantValue(of value: Value) -> Double? {
    guard case .elementwise(.constant, let number, _) = nodes[value.index].lowering(in: self) else {
      return nil
    }
    return number
  }
}
