import MTLCatalogue
import MTLGraph

/// The gradients of several tasks' losses, the shared part being gone through once for all of them.
///
/// A node belongs to the tasks whose losses depend on it. What one task alone reaches is that task's
/// own, and its cotangents have no task axis. Where they meet what several tasks reach, the boundary,
/// they become lanes: one for each task that reaches the node, so that a part which two of forty tasks
/// share has two lanes.
struct TaskBackpropagation {
  /// A cotangent and the tasks that its lanes stand for; without lanes where there is one task.
  private struct Cotangent {
    let tasks: [Int]
    let value: Value
  }

  /// What arrives at a node of the shared part from one task's own.
  struct Arrival {
    let task: Int
    var cotangent: Value
  }

  /// The tasks that reach each node.
  private let reach: [TaskSet]
  private let isNeeded: [Bool]
  /// Cotangents of nodes that one task reaches.
  private var own: [Value?]
  /// Cotangents that arrive at the shared part, by node.
  private(set) var boundary: [Int: [Arrival]] = [:]

  /// Goes through the tasks' own parts.
  ///
  /// - Parameters:
  ///   - losses: The losses of the tasks, and the cotangent of each.
  ///   - wanted: The values whose gradients will be asked for.
  init(
    _ losses: [(loss: Value, cotangent: Value)], withRespectTo wanted: [Value],
    in graph: inout Graph
  ) throws(TypeMismatch) {
    let outerOrigin = graph.origin
    defer { graph.origin = outerOrigin }
    isNeeded = graph.dependence(on: wanted)
    reach = Self.reach(of: losses.map(\.loss), isNeeded, in: graph)
    own = Array(repeating: nil, count: isNeeded.count)
    for (task, seed) in losses.enumerated() where isNeeded[seed.loss.index] {
      try deliver(seed.cotangent, of: task, to: seed.loss, in: &graph)
    }
    for index in own.indices.reversed() {
      guard let cotangent = own[index], let task = reach[index].members.first else { continue }
      for (operand, part) in try graph.pullBack(cotangent, through: Value(index), isNeeded) {
        try deliver(part, of: task, to: operand, in: &graph)
      }
    }
  }

  /// For each node, the tasks whose losses depend on it in such a way that a gradient comes to it.
  private static func reach(
    of losses: [Value], _ isNeeded: [Bool], in graph: Graph
  ) -> [TaskSet] {
    var reach = Array(repeating: TaskSet(), count: graph.nodes.count)
    for (task, loss) in losses.enumerated() { reach[loss.index].formUnion(TaskSet(task)) }
    for index in reach.indices.reversed() where !reach[index].isEmpty {
      guard let operation = graph.operation(of: Value(index)),
        type(of: operation).isDifferentiable
      else { continue }
      for operand in graph.nodes[index].operands where isNeeded[operand.index] {
        reach[operand.index].formUnion(reach[index])
      }
    }
    return reach
  }

  private mutating func deliver(
    _ part: Value, of task: Int, to operand: Value, in graph: inout Graph
  ) throws(TypeMismatch) {
    guard isShared(operand) else {
      own[operand.index] = try graph.sum(own[operand.index], and: part)
      return
    }
    var arrivals = boundary[operand.index] ?? []
    if let place = arrivals.firstIndex(where: { $0.task == task }) {
      arrivals[place].cotangent = try graph.add(arrivals[place].cotangent, part)
    } else {
      arrivals.append(Arrival(task: task, cotangent: part))
    }
    boundary[operand.index] = arrivals
  }

  // MARK: What it finds

  /// Whether several tasks reach a value.
  func isShared(_ value: Value) -> Bool { reach[value.index].count > 1 }

  /// The tasks that reach a value, in ascending order.
  func tasks(reaching value: Value) -> [Int] { reach[value.index].members }

  /// The gradient of a value that one task alone reaches, and that task.
  func ownGradient(of value: Value) -> (gradient: Value, task: Int)? {
    guard let gradient = own[value.index], let task = reach[value.index].members.first else {
      return nil
    }
    return (gradient, task)
  }

  /// The nodes of the boundary in their order.
  var boundaryNodes: [Int] { boundary.keys.sorted() }

  /// What arrives at a node of the boundary, as lanes for all tasks that reach it.
  func lanes(at node: Int, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let arrivals = boundary[node] ?? []
    let type = graph.type(of: Value(node))
    var lanes: [Value] = []
    for task in reach[node].members {
      if let arrival = arrivals.first(where: { $0.task == task }) {
        lanes.append(arrival.cotangent)
      } else {
        lanes.append(try graph.constant(0, type))
      }
    }
    return try graph.stackLanes(lanes)
  }

  /// The gradients of values that several tasks reach, each with a lane for every such task.
  func lanedGradients(
    of wanted: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    let outerOrigin = graph.origin
    defer { graph.origin = outerOrigin }
    var cotangents: [Int: [Cotangent]] = [:]
    var results: [Int: Value] = [:]
    let isWanted = Set(wanted.map(\.index))
    for node in own.indices.reversed() where reach[node].count > 1 {
      guard let sum = try sum(of: cotangents[node] ?? [], at: node, in: &graph) else { continue }
      cotangents[node] = nil
      if isWanted.contains(node) { results[node] = sum }
      let tasks = reach[node].members
      for (operand, part) in try graph.pullBack(sum, through: Value(node), isNeeded) {
        cotangents[operand.index, default: []].append(Cotangent(tasks: tasks, value: part))
      }
    }
    return wanted.map { results[$0.index] }
  }

  /// A gradient of a shared value with a lane for every task there is.
  func rows(
    _ gradient: Value, of value: Value, taskCount: Int, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    let cotangent = Cotangent(tasks: tasks(reaching: value), value: gradient)
    return try spread(cotangent, to: Array(0..<taskCount), in: &graph)
  }

  /// All that comes to a shared node, with a lane for every task that reaches it.
  private func sum(
    of cotangents: [Cotangent], at node: Int, in graph: inout Graph
  ) throws(TypeMismatch) -> Value? {
    var sum: Value?
    if boundary[node] != nil { sum = try lanes(at: node, in: &graph) }
    let tasks = reach[node].members
    for cotangent in cotangents {
      let spread = try spread(cotangent, to: tasks, in: &graph)
      sum = try graph.sum(sum, and: spread)
    }
    return sum
  }

  /// The cotangent with lanes for further tasks, zeros.
  private func spread(
    _ cotangent: Cotangent, to tasks: [Int], in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    guard cotangent.tasks != tasks else { return cotangent.value }
    let type = graph.type(of: cotangent.value).withoutLanes
    var lanes: [Value] = []
    for task in tasks {
      if let lane = cotangent.tasks.firstIndex(of: task) {
        lanes.append(try graph.lane(lane, of: cotangent.value))
      } else {
        lanes.append(try graph.constant(0, type))
      }
    }
    return try graph.stackLanes(lanes)
  }

  /// The gradients of shared values of the sum of the tasks' losses, each times a weight.
  func combinedGradients(
    of wanted: [Value], weights: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    var seeds: [(value: Value, cotangent: Value)] = []
    for node in boundaryNodes {
      var sum: Value?
      for arrival in boundary[node] ?? [] {
        let type = graph.type(of: arrival.cotangent)
        let weight = try graph.broadcast(weights[arrival.task], to: type)
        sum = try graph.sum(sum, and: graph.multiply(arrival.cotangent, weight))
      }
      if let sum { seeds.append((Value(node), sum)) }
    }
    return try graph.gradients(seeds: seeds, withRespectTo: wanted)
  }
}

extension Graph {
  /// The sum of two values, or the second alone.
  fileprivate mutating func sum(
    _ first: Value?, and second: Value
  ) throws(TypeMismatch) -> Value {
    guard let first else { return second }
    return try add(first, second)
  }
}
