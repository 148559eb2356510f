import MTLGraph

/// Turns a graph into a plan.
package enum Planner {
  /// The most floats that a plan may need.
  private static let sizeLimit = 1 << 40

  /// Plans a graph for row counts up to capacities, over the memory of a variable layout.
  ///
  /// The steps: what is computed by which instruction (`Selection`), where values lie
  /// (`WorkBuilder`), how variables get their next values (`AssignmentPlanner`), the order
  /// (`Schedule`), memory (`Arena`), which programs make one pass over it (`Sweeps`).
  package static func plan(
    _ graph: Graph, layout: VariableLayout, rowCapacities: [Int]
  ) throws(PlanError) -> Plan {
    for (index, node) in graph.nodes.enumerated() {
      try check(node, index, rowCapacities: rowCapacities)
    }
    let facts = PlanFacts(graph)
    var builder = try WorkBuilder(facts, layout: layout, rowCapacities: rowCapacities)
    AssignmentPlanner.apply(to: &builder)
    let works = try Schedule(builder.works).order.map { builder.works[$0] }
    let arena = Arena(builder.buffers, works, start: layout.size)
    let emitter = Emitter(builder: builder, arena: arena)
    var instructions = works.map(emitter.instruction).filter { !$0.copiesInPlace }
    Sweeps.join(&instructions, rowCapacities: rowCapacities)
    return Plan(
      instructions: instructions, inputs: emitter.inputs,
      outputs: emitter.outputs, rowCapacities: rowCapacities, variableEnd: layout.size,
      arenaEnd: arena.end, buffers: arena.planned)
  }

  /// Checks that a node's size is known and can be held.
  private static func check(
    _ node: Graph.Node, _ index: Int, rowCapacities: [Int]
  ) throws(PlanError) {
    guard let sizes = node.type.sizes else {
      throw PlanError(message: "the sizes of %\(index), \(node.type), are not known")
    }
    var count = node.type.lanes ?? 1
    var factors = sizes
    if let rows = node.type.rows {
      guard rowCapacities.indices ~= rows.index else {
        throw PlanError(message: "row space \(rows.index) has no capacity")
      }
      factors.append(rowCapacities[rows.index])
    }
    for factor in factors {
      let (product, overflow) = count.multipliedReportingOverflow(by: factor)
      guard factor >= 0, !overflow, product <= sizeLimit else {
        throw PlanError(message: "%\(index), \(node.type), is too large")
      }
      count = product
    }
  }
}

extension Instruction {
  /// Whether it copies a value to where it lies already.
  fileprivate var copiesInPlace: Bool {
    guard case .program(let steps, [.full]) = body, steps.count == 1, steps[0].operation == .copy
    else { return false }
    return operands == [result]
  }
}

/// Writes down instructions and slots once memory is decided.
private struct Emitter {
  let builder: WorkBuilder
  let arena: Arena

  func place(_ view: View) -> Place {
    Place(offset: arena.offsets[view.buffer] + view.offset, laneStride: view.laneStride)
  }

  func instruction(_ work: Work) -> Instruction {
    let cut = Cut(work, rowCapacities: builder.rowCapacities)
    return Instruction(
      body: work.body, operands: work.operands.map { place($0.view) }, result: place(work.target),
      lanes: work.type.lanes ?? 1, units: cut.units, unitsPerChunk: cut.unitsPerChunk,
      node: work.node, origin: builder.facts.graph.nodes[work.node].origin)
  }

  private func slot(_ view: View, _ type: TensorType) -> Slot {
    Slot(place: place(view), type: type, capacity: builder.capacity(type))
  }

  var inputs: [String: Slot] {
    var slots: [String: Slot] = [:]
    for (index, node) in builder.facts.graph.nodes.enumerated() {
      guard case .input(let name) = node.definition, let view = builder.views[index] else {
        continue
      }
      slots[name] = slot(view, node.type)
    }
    return slots
  }

  var outputs: [String: Slot] {
    var slots: [String: Slot] = [:]
    for output in builder.facts.graph.outputs {
      guard let view = builder.outputViews[output.value.index] else { continue }
      slots[output.name] = slot(view, builder.facts.graph.type(of: output.value))
    }
    return slots
  }
}
