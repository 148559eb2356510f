import MTLCatalogue
import MTLGraph
import MTLSemantics

/// Which tasks read and train each parameter.
package struct TaskParameters: Sendable {
  /// One parameter that is not frozen by its layer.
  package struct Entry: Sendable {
    package let parameter: ParameterSpec
    /// The places of the tasks whose losses are computed from it.
    package let readers: [Int]
    /// The places of those whose losses have a gradient with respect to it.
    package let trainers: [Int]
  }

  package private(set) var entries: [Entry] = []

  /// None at all.
  init() {}

  init(_ spec: LintedSpec) {
    let reading = spec.flow.readingTasks
    var (readers, last) = ([Int](), Value?.none)
    for (parameter, value) in zip(spec.built.parameters, spec.built.valuesOfParameters)
    where !parameter.isFrozen {
      // Those of a layer, and of a body, mostly serve the same tasks.
      if last.map({ !reading.isSame(at: value, as: $0) }) ?? true {
        readers = reading.tasks(at: value)
      }
      last = value
      let trainers = spec.outline.hasStops ? spec.flow.trainingTasks.tasks(at: value) : readers
      entries.append(Entry(parameter: parameter, readers: readers, trainers: trainers))
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
