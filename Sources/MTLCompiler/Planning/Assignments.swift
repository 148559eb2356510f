import MTLGraph

/// Writes the variables' next values: in place where that is safe, by copies at the end otherwise.
///
/// In place means that the value is computed in the variable's own memory. All work that reads the
/// old value must then come before, except an elementwise program that reads the element which it
/// overwrites. An order with that property exists unless one of those readers needs the new value.
struct AssignmentPlanner {
  private var builder: WorkBuilder
  private let assignments: [Graph.Assignment]
  private let assigned: Set<Int>

  /// Adds the assignments to the work.
  static func apply(to builder: inout WorkBuilder) {
    var planner = AssignmentPlanner(builder)
    planner.plan()
    builder = planner.builder
  }

  private init(_ builder: WorkBuilder) {
    self.builder = builder
    assignments = builder.facts.graph.assignments.filter { $0.variable != $0.value }
    assigned = Set(assignments.map(\.variable.index))
  }

  private mutating func plan() {
    let saved = saveOldValues()
    var copied: [Graph.Assignment] = []
    for assignment in assignments where saved[assignment.value.index] == nil {
      if !computeInPlace(assignment) { copied.append(assignment) }
    }
    for assignment in copied { copy(assignment) }
    for assignment in assignments {
      guard let (view, work) = saved[assignment.value.index] else { continue }
      copy(assignment, from: view, after: work)
    }
  }

  // MARK: Old values

  /// Copies the old values of variables that are outputs or assigned to others.
  private mutating func saveOldValues() -> [Int: (view: View, work: Int)] {
    var saved: [Int: (view: View, work: Int)] = [:]
    let outputs = builder.facts.graph.outputs.map(\.value.index)
    for index in assignments.map(\.value.index) + outputs {
      guard assigned.contains(builder.facts.root(of: index)), saved[index] == nil else { continue }
      let view = builder.makeBuffer(like: index)
      saved[index] = (view, builder.addCopy(of: index, to: view))
      if outputs.contains(index) { builder.redirectOutput(index, to: view) }
    }
    return saved
  }

  // MARK: In place

  private mutating func computeInPlace(_ assignment: Graph.Assignment) -> Bool {
    let (variable, value) = (assignment.variable.index, assignment.value.index)
    guard let home = builder.views[variable], let view = builder.views[value],
      case .arena = builder.buffers[view.buffer].home, !builder.buffers[view.buffer].isInput,
      view.offset == 0, builder.buffers[view.buffer].count == builder.buffers[home.buffer].count
    else { return false }
    let writers = Set(
      builder.works.indices.filter { builder.works[$0].target.buffer == view.buffer })
    let readers = readers(of: home.buffer)
    guard !writers.isEmpty, readers.isDisjoint(with: writers) || overwrites(writers, home.buffer),
      !depends(readers.subtracting(writers), on: writers)
    else { return false }
    for writer in writers {
      builder.works[writer].predecessors.formUnion(readers.subtracting(writers))
    }
    builder.buffers[view.buffer].home = builder.buffers[home.buffer].home
    return true
  }

  private func readers(of buffer: Int) -> Set<Int> {
    Set(
      builder.works.indices.filter { index in
        builder.works[index].operands.contains { $0.view.buffer == buffer }
      })
  }

  /// Whether the only writer that reads the buffer is a program that reads just the element which it
  /// overwrites, and comes before all others.
  private func overwrites(_ writers: Set<Int>, _ buffer: Int) -> Bool {
    let reading = writers.intersection(readers(of: buffer))
    guard reading.count == 1, let writer = reading.first,
      case .program = builder.works[writer].body
    else { return false }
    let isFirst = writers.allSatisfy { other in
      other == writer || builder.works[other].predecessors.contains(writer)
    }
    return isFirst
      && builder.works[writer].operands.allSatisfy { operand in
        operand.view.buffer != buffer || (operand.mode == .full && operand.view.offset == 0)
      }
  }

  /// Whether any of some work comes after any of some other.
  private func depends(_ work: Set<Int>, on others: Set<Int>) -> Bool {
    var seen = work
    var pending = Array(work)
    while let next = pending.popLast() {
      if others.contains(next) { return true }
      for predecessor in builder.works[next].predecessors
      where seen.insert(predecessor).inserted {
        pending.append(predecessor)
      }
    }
    return false
  }

  // MARK: Copies

  private mutating func copy(_ assignment: Graph.Assignment) {
    guard let home = builder.views[assignment.variable.index] else { return }
    let readers = readers(of: home.buffer)
    let work = builder.addCopy(of: assignment.value.index, to: home)
    builder.works[work].predecessors.formUnion(readers)
  }

  private mutating func copy(_ assignment: Graph.Assignment, from view: View, after work: Int) {
    guard let home = builder.views[assignment.variable.index] else { return }
    let readers = readers(of: home.buffer)
    let copy = builder.addCopy(
      from: view, of: assignment.value.index, to: home, after: work)
    builder.works[copy].predecessors.formUnion(readers)
  }
}
