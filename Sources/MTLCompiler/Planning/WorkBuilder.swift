import MTLGraph

/// Gives every value a view and lists the work in the graph's order.
struct WorkBuilder {
  let facts: PlanFacts
  let layout: VariableLayout
  let rowCapacities: [Int]
  private let roles: [Int: Role]
  private let placements: [Int: Placement]
  private(set) var views: [Int: View] = [:]
  /// Where the values of outputs are read.
  private(set) var outputViews: [Int: View] = [:]
  /// The work that computes each node; several where a buffer is packed.
  private(set) var producers: [Int: [Int]] = [:]
  var buffers: [Buffer] = []
  var works: [Work] = []

  init(
    _ facts: PlanFacts, layout: VariableLayout, rowCapacities: [Int]
  ) throws(PlanError) {
    self.facts = facts
    self.layout = layout
    self.rowCapacities = rowCapacities
    roles = Selection(facts).roles
    placements = Placement.choose(facts, roles)
    for (index, node) in facts.graph.nodes.enumerated() {
      if case .input = node.definition { try addView(of: index) }
      guard let role = roles[index] else { continue }
      try addView(of: index)
      addWork(for: role, index)
    }
    for output in facts.graph.outputs {
      if let view = views[output.value.index] { redirectOutput(output.value.index, to: view) }
    }
  }

  /// The number of elements of one lane at full capacity.
  func capacity(_ type: TensorType) -> Int { Extent(of: type).count(rowCapacities) }

  private func laneStride(_ type: TensorType) -> Int { type.lanes == nil ? 0 : capacity(type) }

  /// Lets an output be read from a copy of its value.
  mutating func redirectOutput(_ index: Int, to view: View) {
    outputViews[index] = view
    buffers[view.buffer].isOutput = true
  }

  // MARK: Views

  private mutating func addView(of index: Int) throws(PlanError) {
    guard views[index] == nil else { return }
    let node = facts.graph.nodes[index]
    switch facts.lowerings[index] {
    case .alias(let offset):
      views[index] = views[node.operands[0].index].map { $0.part(at: offset, lane: nil) }
    case .lane(let lane):
      views[index] = views[node.operands[0].index].map { $0.part(at: 0, lane: lane) }
    default:
      guard let placement = placements[index] else { return try addBuffer(for: index, node) }
      try addView(of: placement.pack)
      let part = placement.part
      views[index] = views[placement.pack].map { $0.part(at: part.offset, lane: part.lane) }
    }
  }

  private mutating func addBuffer(for index: Int, _ node: Graph.Node) throws(PlanError) {
    var buffer = Buffer(count: capacity(node.type) * (node.type.lanes ?? 1))
    if case .variable(let name) = node.definition {
      guard let range = layout.range(of: name), range.count == buffer.count else {
        throw PlanError(message: "the layout has no room of \(buffer.count) for `\(name)`")
      }
      buffer.home = .variable(offset: range.lowerBound)
    }
    if case .input = node.definition { buffer.isInput = true }
    buffers.append(buffer)
    views[index] = View(
      buffer: buffers.count - 1, offset: 0, laneStride: laneStride(node.type))
  }

  /// Appends a buffer for a copy of a node's value.
  mutating func makeBuffer(like index: Int) -> View {
    let type = facts.type(index)
    buffers.append(Buffer(count: capacity(type) * (type.lanes ?? 1)))
    return View(buffer: buffers.count - 1, offset: 0, laneStride: laneStride(type))
  }

  // MARK: Work

  private mutating func addWork(for role: Role, _ index: Int) {
    switch role {
    case .view: break
    case .program(let program): add(program, to: index)
    case .kernel(let kernel, let operands, let hasBias, let appliesRelu):
      let body = Instruction.Body.kernel(kernel, hasBias: hasBias, appliesRelu: appliesRelu)
      add(body, operands.map { Leaf(node: $0, mode: .full) }, to: index)
    case .overwrite(let kernel, let original, let operands):
      addOverwriting(kernel, of: original, operands, to: index)
    case .pack(let parts): addPack(parts, to: index)
    }
  }

  /// Appends a copy of a value, and work that changes some of its elements.
  private mutating func addOverwriting(
    _ kernel: Kernel, of original: Int, _ operands: [Int], to index: Int
  ) {
    guard let target = views[index] else { return }
    let copy = addCopy(of: original, to: target, type: facts.type(index))
    let work = append(
      .kernel(kernel, hasBias: false, appliesRelu: false),
      operands.map { Leaf(node: $0, mode: .full) }, target: target, node: index,
      type: facts.type(index))
    works[work].predecessors.insert(copy)
    producers[index] = [copy, work]
  }

  private mutating func add(_ program: FusedProgram, to index: Int) {
    let body = Instruction.Body.program(
      steps: program.steps, modes: program.leaves.map(\.mode))
    add(body, program.leaves, to: index)
  }

  private mutating func add(_ body: Instruction.Body, _ leaves: [Leaf], to index: Int) {
    guard let target = views[index] else { return }
    let work = append(body, leaves, target: target, node: index, type: facts.type(index))
    producers[index, default: []].append(work)
  }

  /// Appends work that reads nodes; it comes after what computes them.
  @discardableResult
  private mutating func append(
    _ body: Instruction.Body, _ leaves: [Leaf], target: View, node: Int, type: TensorType
  ) -> Int {
    let operands = leaves.compactMap { leaf in
      views[leaf.node].map { Work.Operand(node: leaf.node, view: $0, mode: leaf.mode) }
    }
    let predecessors = Set(leaves.flatMap { producers(of: $0.node) })
    works.append(
      Work(
        body: body, operands: operands, target: target, node: node, type: type,
        predecessors: predecessors))
    return works.count - 1
  }

  /// The work that must be done before a node can be read.
  func producers(of index: Int) -> [Int] { producers[facts.root(of: index)] ?? [] }

  /// Appends work that copies a node's value to another place; returns its index.
  mutating func addCopy(of index: Int, to target: View, type: TensorType? = nil) -> Int {
    let program = ProgramBuilder.copy(of: index, facts)
    return append(
      .program(steps: program.steps, modes: [.full]), [Leaf(node: index, mode: .full)],
      target: target, node: index, type: type ?? facts.type(index))
  }

  /// Appends work that copies from one place to another, after the work that fills it.
  mutating func addCopy(from source: View, of index: Int, to target: View, after work: Int) -> Int {
    let program = ProgramBuilder.copy(of: index, facts)
    works.append(
      Work(
        body: .program(steps: program.steps, modes: [.full]),
        operands: [Work.Operand(node: index, view: source, mode: .full)], target: target,
        node: index, type: facts.type(index), predecessors: [work]))
    return works.count - 1
  }

  // MARK: Packing

  private mutating func addPack(_ parts: [Part], to index: Int) {
    guard let target = views[index] else { return }
    for part in parts { addPart(part, of: target, index) }
    let gaps = gaps(between: parts, length: capacity(facts.type(index)))
    guard !gaps.isEmpty else { return }
    producers[index, default: []].append(
      append(.clear(gaps), [], target: target, node: index, type: facts.type(index)))
  }

  /// What the parts of a packed value leave free; lanes leave nothing.
  private func gaps(between parts: [Part], length: Int) -> [Range<Int>] {
    var end = 0
    var gaps: [Range<Int>] = []
    for part in parts {
      if part.lane != nil { return [] }
      if part.offset > end { gaps.append(end..<part.offset) }
      end = part.offset + capacity(facts.type(part.node))
    }
    return end < length ? gaps + [end..<length] : gaps
  }

  /// Copies a part to its place where it is not computed there.
  private mutating func addPart(_ part: Part, of target: View, _ index: Int) {
    let root = facts.wholeRoot(of: part.node)
    if placements[root] == Placement(pack: index, part: part) {
      producers[index, default: []] += producers[root] ?? []
      return
    }
    var type = facts.type(part.node)
    type.lanes = part.lane == nil ? facts.type(index).lanes : nil
    let place = target.part(at: part.offset, lane: part.lane)
    producers[index, default: []].append(addCopy(of: part.node, to: place, type: type))
  }
}

extension View {
  /// The view from an offset on, of all lanes or of one.
  func part(at offset: Int, lane: Int?) -> View {
    View(
      buffer: buffer, offset: self.offset + offset + (lane ?? 0) * laneStride,
      laneStride: lane == nil ? laneStride : 0)
  }
}

/// The part of a packed buffer that a value is computed in.
struct Placement: Hashable {
  let pack: Int
  let part: Part

  /// Lets the operands of packed values be computed in place where an instruction computes them.
  static func choose(_ facts: PlanFacts, _ roles: [Int: Role]) -> [Int: Placement] {
    var placements: [Int: Placement] = [:]
    for index in facts.graph.nodes.indices.reversed() {
      guard case .pack(let parts) = roles[index] else { continue }
      for part in parts {
        let root = facts.wholeRoot(of: part.node)
        let lanes = part.lane == nil ? facts.type(index).lanes : nil
        guard placements[root] == nil, facts.type(root).lanes == lanes else { continue }
        switch roles[root] {
        case .program, .kernel, .overwrite, .pack:
          placements[root] = Placement(pack: index, part: part)
        case .view, nil: break
        }
      }
    }
    return placements
  }
}
