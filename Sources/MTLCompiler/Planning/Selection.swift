import MTLGraph

/// What a node that has memory is computed by.
enum Role {
  /// Nothing: an input, a variable, or another node's memory.
  case view
  case program(FusedProgram)
  case kernel(Kernel, operands: [Int], hasBias: Bool, appliesRelu: Bool)
  /// A kernel that changes some elements of a node's value.
  case overwrite(Kernel, of: Int, operands: [Int])
  case pack([Part])
}

/// A value's place within a packed one: from an offset on in every lane, or as one lane.
struct Part: Hashable {
  let node: Int
  let offset: Int
  let lane: Int?
}

/// The choice of what is computed by which instruction.
///
/// Walks from the outputs back; what nobody reads from memory gets none. An elementwise program
/// grows from its last step: an operand joins where the program is its only reader.
struct Selection {
  /// The roles of the nodes that have memory.
  private(set) var roles: [Int: Role] = [:]

  private let facts: PlanFacts
  private let matcher: EpilogueMatcher

  init(_ facts: PlanFacts) {
    self.facts = facts
    matcher = EpilogueMatcher(facts)
    var required = facts.uses.map { $0.contains(PlanFacts.outside) }
    for index in required.indices.reversed() where required[index] {
      let role = role(of: index)
      roles[index] = role
      for operand in operands(of: role, index) { required[operand] = true }
    }
  }

  private func role(of index: Int) -> Role {
    if let epilogue = matcher.epilogues[index] { return role(of: epilogue) }
    switch facts.lowerings[index] {
    case nil, .alias, .lane: return .view
    case .pack(let offsets):
      let parts = zip(facts.operands(of: index), offsets)
      return .pack(parts.map { Part(node: $0, offset: $1, lane: nil) })
    case .stack:
      let lanes = facts.operands(of: index).enumerated()
      return .pack(lanes.map { Part(node: $1, offset: 0, lane: $0) })
    case .kernel(let kernel):
      return .kernel(
        kernel, operands: facts.operands(of: index), hasBias: false, appliesRelu: false)
    case .overwrite(let kernel):
      let operands = facts.operands(of: index)
      return .overwrite(kernel, of: operands[0], operands: Array(operands.dropFirst()))
    case .broadcast: return .program(ProgramBuilder.copy(of: index, facts))
    case .elementwise: return .program(fused(index))
    }
  }

  private func role(of epilogue: Epilogue) -> Role {
    guard case .kernel(let kernel) = facts.lowerings[epilogue.product] else { return .view }
    let operands = facts.operands(of: epilogue.product) + (epilogue.bias.map { [$0] } ?? [])
    return .kernel(
      kernel, operands: operands, hasBias: epilogue.bias != nil, appliesRelu: epilogue.appliesRelu)
  }

  /// The nodes that a role reads from memory.
  private func operands(of role: Role, _ index: Int) -> [Int] {
    switch role {
    case .view, .pack, .overwrite: facts.operands(of: index)
    case .program(let program): program.leaves.map(\.node)
    case .kernel(_, let operands, _, _): operands
    }
  }

  /// The largest program that ends with a node.
  private func fused(_ root: Int) -> FusedProgram {
    var members: Set<Int> = [root]
    var program = ProgramBuilder(facts, members: members).build()
    var candidates = Set(facts.operands(of: root))
    while let candidate = candidates.max() {
      candidates.remove(candidate)
      guard canJoin(candidate, members, root) else { continue }
      members.insert(candidate)
      if let larger = ProgramBuilder(facts, members: members).build() {
        program = larger
        candidates.formUnion(facts.operands(of: candidate))
      } else {
        members.remove(candidate)
      }
    }
    return program ?? ProgramBuilder.copy(of: root, facts)
  }

  private func canJoin(_ candidate: Int, _ members: Set<Int>, _ root: Int) -> Bool {
    guard facts.extent(candidate) == facts.extent(root), matcher.epilogues[candidate] == nil else {
      return false
    }
    if facts.isTransparent(candidate) { return true }
    guard case .elementwise(let operation, _, _) = facts.lowerings[candidate] else { return false }
    if operation == .constant { return true }
    let isRepeated = facts.type(candidate).lanes != facts.type(root).lanes
    return !(isRepeated && operation.isExpensive) && isRead(candidate, onlyIn: members)
  }

  /// Whether all readers of a node are among the members, through other shapes of it too.
  private func isRead(_ index: Int, onlyIn members: Set<Int>) -> Bool {
    facts.uses[index].allSatisfy { user in
      members.contains(user) && (!facts.isTransparent(user) || isRead(user, onlyIn: members))
    }
  }
}

extension ElementwiseOperation {
  /// Whether computing it again costs more than reading it from memory.
  var isExpensive: Bool {
    switch self {
    case .exponential, .logarithm, .tanh, .sigmoid, .softplus, .errorFunction, .power, .randomKeep:
      true
    default: false
    }
  }
}
