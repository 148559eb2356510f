import MTLCatalogue
import MTLGraph
import MTLSemantics

/// Which tasks read and train each parameter.
package struct TaskParameters {
  /// One parameter that is not frozen by its layer.
  package struct Entry {
    package let parameter: ParameterSpec
    /// The places of the tasks whose losses are computed from it.
    package fileprivate(set) var readers: [Int] = []
    /// The places of those whose losses have a gradient with respect to it.
    package fileprivate(set) var trainers: [Int] = []
  }

  package private(set) var entries: [Entry] = []

  init(_ spec: LintedSpec) {
    let parameters = Dictionary(
      spec.built.parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var places: [Int: Int] = [:]
    for (index, node) in spec.built.graph.nodes.enumerated() {
      guard case .variable(let name) = node.definition, let parameter = parameters[name],
        !parameter.isFrozen
      else { continue }
      places[index] = entries.count
      entries.append(Entry(parameter: parameter))
    }
    let ends = spec.model.tasks.map { task in
      task.losses.compactMap { loss in
        spec.built.ends[loss.prediction.map { "\(task.name).\($0)" } ?? task.name]
      }
    }
    walk(ends, in: spec.built.graph, followsGradients: false) { index, task in
      if let place = places[index] { entries[place].readers.append(task) }
    }
    walk(ends, in: spec.built.graph, followsGradients: true) { index, task in
      if let place = places[index] { entries[place].trainers.append(task) }
    }
  }

  /// Those that several tasks train.
  package var shared: [Entry] { entries.filter { $0.trainers.count > 1 } }

  /// The tasks in groups that train parameters in common, by their places; tasks that share none are
  /// groups of their own.
  package func groups(ofTasks count: Int) -> [[Int]] {
    var roots = Array(0..<count)
    func root(of task: Int) -> Int {
      var task = task
      while roots[task] != task {
        roots[task] = roots[roots[task]]
        task = roots[task]
      }
      return task
    }
    for entry in shared {
      for task in entry.trainers.dropFirst() {
        roots[root(of: task)] = root(of: entry.trainers[0])
      }
    }
    return Dictionary(grouping: 0..<count) { root(of: $0) }.values
      .sorted { $0[0] < $1[0] }
  }
}

/// Walks back from the ends of each task.
///
/// - Parameters:
///   - followsGradients: Whether to stop where no gradient goes on.
///   - visit: Called once with each node's index and each task that gets to it.
private func walk(
  _ ends: [[Value]], in graph: Graph, followsGradients: Bool, visit: (Int, Int) -> Void
) {
  var lastTask = Array(repeating: -1, count: graph.nodes.count)
  for (task, values) in ends.enumerated() {
    var waiting = values
    while let value = waiting.popLast() {
      guard lastTask[value.index] != task else { continue }
      lastTask[value.index] = task
      visit(value.index, task)
      let node = graph.nodes[value.index]
      if followsGradients, case .operation(let operation) = node.definition,
        !type(of: operation).isDifferentiable
      {
        continue
      }
      waiting += node.operands
    }
  }
}
