import MTLCatalogue
import MTLCompiler
import MTLData
import MTLGraph
import MTLSemantics

/// Runs one compiled graph on rows of tables: fills its inputs and executes its plan.
///
/// The tables are those of the model's data sets, or of the first few; what is not there has no rows.
final class GraphRunner {
  private struct Input {
    let index: Int
    let table: Int
    let writer: FeedWriter
  }

  let executor: Executor
  private let inputs: [Input]
  private var rowCounts: [Int]
  private let joins: [RowJoin]
  private let graph: Graph

  init(
    _ compiled: CompiledGraph, tables: [DataTable], memory: Memory, threads: ThreadPool,
    instructionSet: InstructionSet
  ) {
    let executor = Executor(
      plan: compiled.plan, memory: memory, threads: threads, instructionSet: instructionSet)
    var inputs: [Input] = []
    for (name, feed) in compiled.feeds.sorted(by: { $0.key < $1.key }) {
      guard let index = executor.inputIndex(of: name),
        let table = tables.firstIndex(where: { $0.name == feed.data })
      else { continue }
      inputs.append(
        Input(index: index, table: table, writer: FeedWriter(feed, table: tables[table])))
    }
    self.executor = executor
    joins = compiled.joins
    graph = compiled.optimized
    self.inputs = inputs
    rowCounts = Array(repeating: 0, count: compiled.plan.rowCapacities.count)
  }

  /// Runs the plan on the rows of each table.
  func run(_ selection: [RowList], random: RandomKey) {
    fill(selection)
    executor.run(rowCounts: rowCounts, random: random)
  }

  /// Runs the plan on the rows of each table, and says how long each instruction took.
  func run(_ selection: [RowList], random: RandomKey, timing seconds: inout [Double]) {
    fill(selection)
    executor.run(rowCounts: rowCounts, random: random, timing: &seconds)
  }

  /// Runs the plan on the rows of each table up to the first number that is not finite.
  ///
  /// - Returns: What makes it; `nil` where there is none.
  func findNonFinite(_ selection: [RowList], random: RandomKey) -> NonFiniteValue? {
    fill(selection)
    let index = executor.run(rowCounts: rowCounts, random: random) { !isFinite(result: $0) }
    guard let index else { return nil }
    let node = graph.nodes[executor.plan.instructions[index].node]
    guard case .operation(let operation) = node.definition else { return nil }
    return NonFiniteValue(operation: operation.name, origin: node.origin)
  }

  /// Whether all numbers are finite that the instruction of an index has made.
  private func isFinite(result index: Int) -> Bool {
    let instruction = executor.plan.instructions[index]
    // Cleared gaps lie between parts that may not have been made yet.
    if case .clear = instruction.body { return true }
    let type = graph.type(of: Value(instruction.node))
    let count = Extent(of: type).count(rowCounts)
    return (0..<instruction.lanes).allSatisfy { lane in
      let start = instruction.result.offset + lane * instruction.result.laneStride
      return executor.memory.withFloats(in: start..<start + count) { numbers in
        numbers.allSatisfy { $0.isFinite }
      }
    }
  }

  /// Writes the rows of each table into the inputs that read them.
  private func fill(_ selection: [RowList]) {
    for table in selection.indices { rowCounts[table] = selection[table].count }
    for joined in joins {
      rowCounts[joined.rows.index] = joined.parts.reduce(0) { $0 + rowCounts[$1.index] }
    }
    for input in inputs {
      let list = selection[input.table]
      executor.withInput(input.index) { room in
        list.withRows { Filling(input.writer, rows: $0, into: room).run(on: executor.threads) }
      }
    }
  }

  /// Whether a row space has rows of a table.
  func has(_ rows: RowSpace, rowsOf table: Int) -> Bool {
    guard let joined = joins.first(where: { $0.rows == rows }) else { return rows.index == table }
    return joined.parts.contains { has($0, rowsOf: table) }
  }

  /// The inputs with a step's place in training, by what they say.
  var clockInputs: [StepClock: Int] {
    Dictionary(
      uniqueKeysWithValues: StepClock.allCases.compactMap { clock in
        executor.inputIndex(of: clock.inputName).map { (clock, $0) }
      })
  }

  /// The number that a scalar output has.
  func scalar(_ output: Int) -> Float {
    executor.withOutput(output) { $0.first ?? .nan }
  }

  /// Sets a scalar input.
  func set(_ input: Int, to value: Float) {
    executor.withInput(input) { room in if !room.isEmpty { room[0] = value } }
  }
}
