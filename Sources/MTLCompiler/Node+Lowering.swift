import MTLGraph

extension Graph.Node {
  /// How the node is carried out; `nil` for inputs and variables.
  func lowering(in graph: Graph) -> Lowering? {
    guard case .operation(let operation) = definition else { return nil }
    let types = operands.map { graph.type(of: $0) }
    return operation.actsAcrossLanes
      ? operation.lowering(operands: types, result: type)
      : operation.lowering(operands: types.map(\.withoutLanes), result: type.withoutLanes)
  }
}
