import MTLGraph

/// An operand of an elementwise program.
struct Leaf: Hashable {
  let node: Int
  let mode: OperandMode
}

/// An elementwise program before memory is laid out.
struct FusedProgram {
  let steps: [ProgramStep]
  let leaves: [Leaf]
}

/// Turns a set of elementwise nodes into one program.
struct ProgramBuilder {
  /// The most registers that a program has, its operands included.
  static let registerLimit = 16

  private enum Source: Hashable {
    case leaf(Leaf)
    case step(Int)
  }

  private let facts: PlanFacts
  private let members: Set<Int>
  private let nodes: [Int]
  private let sources: [[Source]]
  private let leaves: [Leaf]

  /// Looks at a set of nodes: elementwise ones, and free ones between them.
  init(_ facts: PlanFacts, members: Set<Int>) {
    self.facts = facts
    self.members = members
    var order: [Int] = []
    if let root = members.max() { Self.visit(root, members, facts, &order) }
    nodes = order
    var leaves: [Leaf] = []
    var sources: [[Source]] = []
    for node in nodes {
      sources.append(facts.operands(of: node).map { Self.source($0, members, facts) })
      for case .leaf(let leaf) in sources[sources.count - 1] where !leaves.contains(leaf) {
        leaves.append(leaf)
      }
    }
    self.sources = sources
    self.leaves = leaves
  }

  /// Appends the elementwise members that a node needs, then itself: each shortly before its use, so
  /// that few registers are in use at a time.
  private static func visit(
    _ node: Int, _ members: Set<Int>, _ facts: PlanFacts, _ order: inout [Int]
  ) {
    guard members.contains(node), !order.contains(node) else { return }
    for operand in facts.operands(of: node) { visit(operand, members, facts, &order) }
    if facts.isElementwise(node) { order.append(node) }
  }

  /// The program; `nil` where it needs more registers or steps than there are.
  func build() -> FusedProgram? {
    guard leaves.count < Self.registerLimit, nodes.count <= JoinedProgram.stepLimit else {
      return nil
    }
    var free = Array((leaves.count..<Self.registerLimit).reversed())
    var registers: [Source: Int] = [:]
    for (index, leaf) in leaves.enumerated() { registers[.leaf(leaf)] = index }
    let lastUses = lastUses
    var steps: [ProgramStep] = []
    for (position, node) in nodes.enumerated() {
      let operands = sources[position].map { registers[$0] ?? 0 }
      for source in sources[position] where lastUses[source] == position {
        guard case .step = source, let register = registers.removeValue(forKey: source) else {
          continue
        }
        free.append(register)
      }
      guard let target = free.popLast() else { return nil }
      registers[.step(node)] = target
      steps.append(step(node, operands, target))
    }
    return FusedProgram(steps: steps, leaves: leaves)
  }

  private var lastUses: [Source: Int] {
    var lastUses: [Source: Int] = [:]
    for (position, sources) in sources.enumerated() {
      for source in sources { lastUses[source] = position }
    }
    return lastUses
  }

  private func step(_ node: Int, _ operands: [Int], _ target: Int) -> ProgramStep {
    guard case .elementwise(let operation, let constant, let stream) = facts.lowerings[node] else {
      preconditionFailure("node \(node) is not elementwise")
    }
    return ProgramStep(
      operation: operation, target: target, a: operands.first ?? 0,
      b: operands.count > 1 ? operands[1] : 0, constant: constant, stream: stream)
  }

  /// What a step reads for an operand: another step, or memory.
  private static func source(_ node: Int, _ members: Set<Int>, _ facts: PlanFacts) -> Source {
    var node = node
    while members.contains(node), facts.isTransparent(node) { node = facts.operands(of: node)[0] }
    if members.contains(node), facts.isElementwise(node) { return .step(node) }
    return .leaf(leaf(node, facts))
  }

  /// The memory that stands for a node, a broadcast being read where its operand lies.
  static func leaf(_ node: Int, _ facts: PlanFacts) -> Leaf {
    guard case .broadcast(let mode) = facts.lowerings[node] else {
      return Leaf(node: node, mode: .full)
    }
    let operand = facts.operands(of: node)[0]
    let inner = leaf(operand, facts)
    guard let mode = composed(inner: inner.mode, outer: mode) else {
      return Leaf(node: operand, mode: mode)
    }
    return Leaf(node: inner.node, mode: mode)
  }

  /// The mode of a broadcast of a broadcast, where there is one.
  private static func composed(inner: OperandMode, outer: OperandMode) -> OperandMode? {
    switch (inner, outer) {
    case (.full, .stretch(1)): .full
    case (.full, _): outer
    case (.scalar, _): .scalar
    case (.stretch(let first), .stretch(let second)): .stretch(first * second)
    case (.repeat(let first), .repeat): .repeat(first)
    default: nil
    }
  }

  /// The program that copies a node's elements, a broadcast's as it repeats them.
  static func copy(of node: Int, _ facts: PlanFacts) -> FusedProgram {
    let step = ProgramStep(operation: .copy, target: 1, a: 0, b: 0, constant: 0, stream: 0)
    return FusedProgram(steps: [step], leaves: [leaf(node, facts)])
  }
}
