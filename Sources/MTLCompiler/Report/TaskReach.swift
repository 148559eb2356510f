import MTLGraph

/// Which tasks' losses depend on some values of a training graph.
struct TaskReach {
  private var tasks: [Value: [String]] = [:]

  /// Walks a graph back from the loss of one task after the other.
  init(_ graph: Graph, from tasks: [String], to values: [Value]) {
    for task in tasks {
      let losses = graph.outputs.filter { $0.name == GraphName.loss(task) }.map(\.value)
      let isAncestor = graph.ancestors(of: losses)
      for value in Set(values) where isAncestor[value.index] {
        self.tasks[value, default: []].append(task)
      }
    }
  }

  /// The tasks whose losses are computed from a value.
  func tasks(of value: Value) -> [String] { tasks[value] ?? [] }
}

extension Graph {
  /// For every value, whether one of some values is computed from it or is it.
  func ancestors(of values: [Value]) -> [Bool] {
    var isAncestor = Array(repeating: false, count: nodes.count)
    var waiting = values
    while let value = waiting.popLast() {
      guard !isAncestor[value.index] else { continue }
      isAncestor[value.index] = true
      waiting += nodes[value.index].operands
    }
    return isAncestor
  }
}
