import MTLCatalogue
import MTLGraph

extension PassPipeline {
  /// Makes products of depth one elementwise.
  ///
  ///     [rows, 1] x [1, n] -> repeat over n * repeat over rows
  ///
  /// Such is the gradient of a scalar head's input; as a step of a program it joins the sum over heads
  /// and what follows, and is never written to memory.
  package static let outerProducts = Pass("outer products") { graph in
    graph.rebuilt { node, _, result in
      let product = try? node.outerProduct(in: &result)
      return product.flatMap { $0 } ?? result.append(node)
    }
  }
}

extension Graph.Node {
  /// The product of broadcasts that the node is; `nil` where it is none.
  fileprivate func outerProduct(in graph: inout Graph) throws(TypeMismatch) -> Value? {
    guard case .kernel(.matrixProduct(let shape)) = lowering(in: graph), let rows = type.rows,
      shape.k == Extent(1), !shape.transposesA
    else { return nil }
    let result = TensorType(rows: rows, dims: type.dims)
    let left = try graph.reshape(operands[0], to: type.dims.dropLast())
    let right = try graph.reshape(operands[1], to: [.size(shape.n)])
    let product = try graph.multiply(
      graph.broadcast(left, to: result), graph.broadcast(right, to: result))
    return graph.type(of: product) == type ? product : nil
  }
}
