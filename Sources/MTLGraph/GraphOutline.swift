/// A graph as it is walked: which values each one is computed from, and where no gradient goes on.
package struct GraphOutline: Sendable {
  /// Where the operands of each value begin in the list of all.
  private let starts: [Int32]
  private let operands: [Int32]
  /// Whether a value is an operation's result that no gradient goes through.
  package let stopsGradients: [Bool]
  /// Whether some value stops gradients.
  package let hasStops: Bool

  package init(_ graph: Graph) {
    var starts: [Int32] = [0]
    var operands: [Int32] = []
    var stops: [Bool] = []
    starts.reserveCapacity(graph.nodes.count + 1)
    stops.reserveCapacity(graph.nodes.count)
    operands.reserveCapacity(2 * graph.nodes.count)
    for place in graph.nodes.indices {
      for operand in graph.nodes[place].operands { operands.append(Int32(operand.index)) }
      starts.append(Int32(operands.count))
      stops.append(graph.stopsGradients(at: place))
    }
    self.starts = starts
    self.operands = operands
    stopsGradients = stops
    hasStops = stops.contains(true)
  }

  /// The number of values.
  package var count: Int { stopsGradients.count }

  /// Calls a function with the place of each value and of each value that it is computed from.
  ///
  /// - Parameter isReversed: Whether the last value comes first.
  package func forEachOperand(
    isReversed: Bool = false, _ visit: (_ place: Int, _ operand: Int) -> Void
  ) {
    for step in 0..<count {
      let place = isReversed ? count - 1 - step : step
      for index in starts[place]..<starts[place + 1] { visit(place, Int(operands[Int(index)])) }
    }
  }
}

extension Graph {
  /// Whether a value is an operation's result that no gradient goes through.
  fileprivate func stopsGradients(at place: Int) -> Bool {
    guard case .operation(let operation) = nodes[place].definition else { return false }
    return !Swift.type(of: operation).isDifferentiable
  }
}
