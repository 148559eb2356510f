import MTLGraph

/// The multiply-adds of products and convolutions, for one row of each data set.
package struct ProductWork: Hashable, Sendable {
  /// Those from which a loss is computed.
  package var forward = 0
  /// All others: gradients, the weighting and the update.
  package var backward = 0

  package init() {}

  /// The work of a training step by the origins of its nodes, but for those that need not be done.
  static func byOrigin(_ training: CompiledGraph, tasks: [String]) -> [String: ProductWork] {
    let losses = Set(tasks.map { GraphName.loss($0) })
    let graph = PassPipeline.reduction.run(training.graph)
    let isForward = graph.ancestors(
      of: graph.outputs.filter { losses.contains($0.name) }.map(\.value))
    var work: [String: ProductWork] = [:]
    for (index, node) in graph.nodes.enumerated() {
      let count = node.multiplyAddsPerRow(in: graph, spaces: training.plan.rowCapacities.count)
      guard count > 0 else { continue }
      let name = node.origin?.name ?? ""
      if isForward[index] {
        work[name, default: ProductWork()].forward += count
      } else {
        work[name, default: ProductWork()].backward += count
      }
    }
    return work
  }

  /// The sum of two.
  package static func + (lhs: ProductWork, rhs: ProductWork) -> ProductWork {
    var sum = lhs
    sum.forward += rhs.forward
    sum.backward += rhs.backward
    return sum
  }
}

extension Graph.Node {
  /// What a row more costs in multiply-adds; what every step costs alike is not in it.
  fileprivate func multiplyAddsPerRow(in graph: Graph, spaces: Int) -> Int {
    guard case .kernel(let kernel) = lowering(in: graph) else { return 0 }
    let (none, one) = (Array(repeating: 0, count: spaces), Array(repeating: 1, count: spaces))
    return (kernel.multiplyAdds(rowCounts: one) - kernel.multiplyAdds(rowCounts: none))
      * (type.lanes ?? 1)
  }
}
