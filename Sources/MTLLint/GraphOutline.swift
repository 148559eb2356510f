import MTLGraph
import MTLSemantics

/// A graph as rules walk it: which values each one is computed from, and where no gradient goes on.
package struct GraphOutline: Sendable {
  /// Where the operands of each value begin in the list of all.
  private let starts: [Int32]
  private let operands: [Int32]
  /// Whether a value is an operation's result that no gradient goes through.
  package let stopsGradients: [Bool]
  /// Whether some value stops gradients.
  package let hasStops: Bool

  init(_ graph: Graph) {
    var starts: [Int32] = [0]
    var operands: [Int32] = []
    var stops: [Bool] = []
    starts.reserveCapacity(graph.nodes.count + 1)
    stops.reserveCapacity(graph.nodes.count)
    for value in graph.values {
      for operand in graph.operands(of: value) { operands.append(Int32(operand.index)) }
      starts.append(Int32(operands.count))
      stops.append(graph.operation(of: value).map { !type(of: $0).isDifferentiable } ?? false)
    }
    self.starts = starts
    self.operands = operands
    stopsGradients = stops
    hasStops = stops.contains(true)
  }

  /// The number of values.
  package var count: Int { stopsGradients.count }

  /// The places of the values that one is computed from.
  package func operands(of place: Int) -> ArraySlice<Int32> {
    operands[Int(starts[place])..<Int(starts[place + 1])]
  }

  /// Walks back from the ends of each task.
  ///
  /// - Parameters:
  ///   - followsGradients: Whether to stop where no gradient goes on.
  ///   - visit: Called once with each value's place and each task that gets to it.
  package func walk(
    from ends: [[Value]], followsGradients: Bool, visit: (_ place: Int, _ task: Int) -> Void
  ) {
    var lastTask = Array(repeating: Int32(-1), count: count)
    var waiting: [Int32] = []
    for (task, values) in ends.enumerated() {
      waiting.append(contentsOf: values.lazy.map { Int32($0.index) })
      while let next = waiting.popLast() {
        let place = Int(next)
        guard lastTask[place] != task else { continue }
        lastTask[place] = Int32(task)
        visit(place, task)
        if followsGradients, stopsGradients[place] { continue }
        waiting.append(contentsOf: operands(of: place))
      }
    }
  }
}
