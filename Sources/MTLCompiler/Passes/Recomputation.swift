import MTLGraph

/// Computes values of the forward pass a second time where gradients need them, instead of keeping them.
///
///     a = f(x); b = g(a); c = h(b); ... h'(b, ...); g'(a, ...)
///     -> a = f(x); b = g(a); c = h(b); ... a2 = f(x); b2 = g(a2); h'(b2, ...); g'(a2, ...)
///
/// The forward pass is cut into segments with about as many numbers each. A value that only its own
/// segment reads is not kept: before its first use by a gradient it is computed again from the values
/// that are, with all that it needs of its segment. The last segment keeps its values, for its gradients
/// come at once. Source: Chen et al., "Training deep nets with sublinear memory cost", 2016.
struct Recomputation {
  /// The numbers of segments that are tried.
  static let segmentCounts = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48]

  private let graph: Graph
  /// The last node of the forward pass.
  private let end: Int
  /// For each node of the forward pass how many numbers come before it.
  private let sizesBefore: [Int]

  /// Looks at a graph whose forward pass ends with a value.
  init(_ graph: Graph, end: Value, rowCapacities: [Int]) {
    self.graph = graph
    self.end = end.index
    var sizes: [Int] = []
    var sum = 0
    for node in graph.nodes.prefix(end.index + 1) {
      sizes.append(sum)
      if case .operation = node.definition {
        sum += Extent(of: node.type).count(rowCapacities) * (node.type.lanes ?? 1)
      }
    }
    sizesBefore = sizes
  }

  /// The graph with a forward pass of so many segments.
  func rebuilt(segments count: Int) -> Graph {
    let isKept = isKept(segments: count)
    var again: [Int: Value] = [:]
    var originals: [Value] = []
    return graph.rebuilt { node, index, result in
      var operands = node.operands
      if index > end {
        operands = graph.nodes[index].operands.map { operand in
          recompute(operand.index, isKept, originals, &again, &result)
        }
      }
      result.origin = node.origin
      let value = result.append(
        Graph.Node(
          definition: node.definition, operands: operands, type: node.type, origin: node.origin))
      originals.append(value)
      return value
    }
  }

  /// A node's value for a gradient: the kept one, or one that is computed again with what it needs.
  private func recompute(
    _ index: Int, _ isKept: [Bool], _ originals: [Value], _ again: inout [Int: Value],
    _ result: inout Graph
  ) -> Value {
    guard index <= end, !isKept[index] else { return originals[index] }
    if let value = again[index] { return value }
    let node = graph.nodes[index]
    let operands = node.operands.map {
      recompute($0.index, isKept, originals, &again, &result)
    }
    let value = result.append(
      Graph.Node(
        definition: node.definition, operands: operands, type: node.type, origin: node.origin))
    again[index] = value
    return value
  }

  /// The nodes of the forward pass whose values stay: those without rows, those that another segment
  /// reads, and all of the last one.
  private func isKept(segments count: Int) -> [Bool] {
    let total = max(sizesBefore.last ?? 0, 1)
    let segments = sizesBefore.map { min($0 * count / total, count - 1) }
    var isKept = graph.nodes.prefix(end + 1).enumerated().map { index, node in
      guard case .operation = node.definition else { return true }
      return node.type.rows == nil || segments[index] == count - 1
    }
    for (index, node) in graph.nodes.prefix(end + 1).enumerated() {
      for operand in node.operands where segments[operand.index] != segments[index] {
        isKept[operand.index] = true
      }
    }
    return isKept
  }
}
