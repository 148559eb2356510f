import MTLCatalogue
import MTLGraph

extension Graph {
  /// Appends the gradients of a scalar with respect to values; `nil` where it does not depend on one.
  package mutating func gradients(
    of scalar: Value, withRespectTo wanted: [Value]
  ) throws(TypeMismatch) -> [Value?] {
    let one = try constant(1, type(of: scalar))
    return try gradients(seeds: [(value: scalar, cotangent: one)], withRespectTo: wanted)
  }

  /// Appends the cotangents of values, given those of other values computed from them.
  ///
  /// A cotangent may have a task axis; what it meets on its way then has it too, so that one pass
  /// computes the gradients of all tasks. Only nodes between the wanted values and the seeds are
  /// walked. A node of a gradient belongs to what its forward node belongs to.
  package mutating func gradients(
    seeds: [(value: Value, cotangent: Value)], withRespectTo wanted: [Value]
  ) throws(TypeMismatch) -> [Value?] {
    let outerOrigin = origin
    defer { origin = outerOrigin }
    let isNeeded = dependence(on: wanted)
    var cotangents: [Value?] = Array(repeating: nil, count: nodes.count)
    for seed in seeds where isNeeded[seed.value.index] {
      try accumulate(seed.cotangent, at: seed.value, in: &cotangents)
    }
    for index in cotangents.indices.reversed() {
      guard let cotangent = cotangents[index] else { continue }
      for (operand, part) in try pullBack(cotangent, through: Value(index), isNeeded) {
        try accumulate(part, at: operand, in: &cotangents)
      }
    }
    return wanted.map { cotangents[$0.index] }
  }

  /// For every node, whether it is computed from one of the values or is one.
  func dependence(on wanted: [Value]) -> [Bool] {
    var depends = Array(repeating: false, count: nodes.count)
    for value in wanted { depends[value.index] = true }
    for (index, node) in nodes.enumerated() where !depends[index] {
      depends[index] = node.operands.contains { depends[$0.index] }
    }
    return depends
  }

  /// The cotangents of one node's operands, but for those that nothing wanted depends on.
  ///
  /// What is emitted from then on belongs to what the node belongs to.
  mutating func pullBack(
    _ cotangent: Value, through value: Value, _ isNeeded: [Bool]
  ) throws(TypeMismatch) -> [(operand: Value, cotangent: Value)] {
    let node = nodes[value.index]
    let needed = node.operands.map { isNeeded[$0.index] }
    guard needed.contains(true), case .operation(let operation) = node.definition else {
      return []
    }
    origin = node.origin
    let parts = try operation.pullback(
      of: value, from: node.operands, cotangent: cotangent, needed: needed, in: &self)
    return node.operands.indices.compactMap { position in
      guard needed[position], let part = parts[position] else { return nil }
      return (node.operands[position], part)
    }
  }

  private mutating func accumulate(
    _ cotangent: Value, at value: Value, in cotangents: inout [Value?]
  ) throws(TypeMismatch) {
    guard type(of: cotangent).withoutLanes == type(of: value).withoutLanes else {
      throw TypeMismatch(
        "a cotangent of type \(type(of: cotangent)) meets a value of type \(type(of: value))")
    }
    guard let present = cotangents[value.index] else {
      cotangents[value.index] = cotangent
      return
    }
    cotangents[value.index] = try add(present, cotangent)
  }
}
