import MTLCompiler
import MTLGraph
import MTLKernels

/// Runs a plan over memory, as often as asked.
///
/// Everything is bound to pointers when the executor is made; a run neither allocates nor locks nor
/// looks anything up by name. One executor runs on one thread at a time.
package final class Executor {
  /// What it runs.
  package let plan: Plan
  /// The memory that it runs over.
  package let memory: Memory
  /// The threads that it runs on.
  package let threads: ThreadPool
  /// The vector instructions that it uses.
  package let instructionSet: InstructionSet

  private let inputs: [Slot]
  private let outputs: [Slot]
  private let inputIndices: [String: Int]
  private let outputIndices: [String: Int]
  private let binder: Binder
  private let rowCounts: UnsafeMutablePointer<Int>
  private let scratch: UnsafeMutablePointer<Float>
  private let lastNumbers: UnsafeMutablePointer<Int>
  private let region: UnsafeMutablePointer<Region>

  /// Binds a plan to memory that holds it; the instruction set must be an available one.
  package init(
    plan: Plan, memory: Memory, threads: ThreadPool, instructionSet: InstructionSet = .best
  ) {
    precondition(memory.count >= plan.arenaEnd, "the memory does not hold the plan")
    guard let kernels = instructionSet.kernels else {
      preconditionFailure("this processor lacks \(instructionSet)")
    }
    self.plan = plan
    self.memory = memory
    self.threads = threads
    self.instructionSet = instructionSet
    (inputs, inputIndices) = Self.resolve(plan.inputs)
    (outputs, outputIndices) = Self.resolve(plan.outputs)
    binder = Binder(plan, memory: memory)
    rowCounts = UnsafeMutablePointer.allocate(capacity: max(plan.rowCapacities.count, 1))
    rowCounts.initialize(repeating: 0, count: max(plan.rowCapacities.count, 1))
    let stride = VariableLayout.aligned(binder.scratch)
    scratch = .allocateForKernels(stride * threads.threads)
    lastNumbers = .allocate(capacity: Region.numberStride * threads.threads)
    lastNumbers.initialize(repeating: 0, count: Region.numberStride * threads.threads)
    region = UnsafeMutablePointer.allocate(capacity: 1)
    region.initialize(
      to: Region(
        kernels: kernels, rowCounts: UnsafePointer(rowCounts),
        scratch: scratch, scratchStride: stride, instruction: binder.instructions,
        lastNumbers: lastNumbers))
  }

  deinit {
    region.deallocate()
    lastNumbers.deallocate()
    rowCounts.deallocate()
    UnsafeMutableRawPointer(scratch).deallocate()
  }

  private static func resolve(_ slots: [String: Slot]) -> ([Slot], [String: Int]) {
    let names = slots.keys.sorted()
    let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return (names.compactMap { slots[$0] }, indices)
  }

  // MARK: Running

  /// Carries out all instructions for row counts up to the capacities.
  ///
  /// Inputs stay as they are, so that a step may be repeated.
  package func run(rowCounts counts: [Int], random: RandomKey) {
    prepare(counts, random)
    let state = mtl_flush_denormals()
    var index = 0
    while index < binder.count {
      run(binder.instructions + index)
      index += 1 + binder.instructions[index].followers
    }
    mtl_restore_denormals(state)
  }

  /// Carries out all instructions and times them.
  ///
  /// - Parameter seconds: One number for each instruction, set to the time that it took; a sweep
  ///   counts for its first.
  func run(
    rowCounts counts: [Int], random: RandomKey, timing seconds: inout [Double]
  ) {
    prepare(counts, random)
    let state = mtl_flush_denormals()
    var index = 0
    while index < binder.count {
      let start = Clock.seconds
      run(binder.instructions + index)
      seconds[index] = Clock.seconds - start
      index += 1 + binder.instructions[index].followers
    }
    mtl_restore_denormals(state)
  }

  /// Carries out the instructions up to one whose result has what is looked for.
  ///
  /// - Parameter found: Whether the result of the instruction of an index has it.
  /// - Returns: The index of the first such instruction; `nil` where there is none, and all are done.
  func run(
    rowCounts counts: [Int], random: RandomKey, until found: (Int) -> Bool
  ) -> Int? {
    prepare(counts, random)
    let state = mtl_flush_denormals()
    defer { mtl_restore_denormals(state) }
    var index = 0
    while index < binder.count {
      run(binder.instructions + index)
      let end = index + binder.instructions[index].followers
      if let first = (index...end).first(where: found) { return first }
      index = end + 1
    }
    return nil
  }

  /// Writes what the instructions read of a step.
  private func prepare(_ counts: [Int], _ random: RandomKey) {
    precondition(
      counts.count == plan.rowCapacities.count, "\(counts.count) row counts are not the plan's")
    for index in counts.indices {
      precondition(
        0...plan.rowCapacities[index] ~= counts[index], "\(counts[index]) rows exceed the capacity")
      rowCounts[index] = counts[index]
    }
    region.pointee.random = mtl_random(seed: random.seed, step: random.step)
  }

  /// Carries out an instruction and those that follow it in its sweep: in chunks on all threads
  /// where it is large enough to be cut.
  private func run(_ instruction: UnsafePointer<BoundInstruction>) {
    let units = instruction.pointee.units.count(rowCounts)
    let size = instruction.pointee.unitsPerChunk
    let lanes = instruction.pointee.lanes
    guard units > 0 else { return }
    region.pointee.instruction = instruction
    if let pool = threads.pool, units * lanes > size {
      let chunksPerLane = (units + size - 1) / size
      region.pointee.units = units
      region.pointee.chunksPerLane = chunksPerLane
      mtl_pool_run(pool, Region.runChunk, region, Int64(chunksPerLane * lanes))
    } else {
      for lane in 0..<lanes { region.pointee.run(lane: lane, begin: 0, end: units, worker: 0) }
    }
    region.pointee.number &+= lanes
  }

  // MARK: Inputs and outputs

  /// The index of an input, for `withInput`; `nil` where the plan reads none of the name.
  package func inputIndex(of name: String) -> Int? { inputIndices[name] }

  /// The index of an output, for `withOutput`.
  package func outputIndex(of name: String) -> Int? { outputIndices[name] }

  /// Where an output lies: its lanes, where it has any, are `laneStride` apart.
  package func outputSlot(_ index: Int) -> Slot { outputs[index] }

  /// Calls `body` with the room of an input at full capacity; lanes, too, are that far apart.
  package func withInput<Result>(
    _ index: Int, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try memory.withFloats(in: inputs[index].range, body)
  }

  /// Calls `body` with an output's room at full capacity; rows beyond the count are undefined.
  package func withOutput<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try memory.withFloats(in: outputs[index].range) { try body(UnsafeBufferPointer($0)) }
  }

  /// A copy of an output as of the last run: its lanes one after another, only the rows there were.
  package func copyOutput(_ index: Int) -> [Float] {
    let slot = outputs[index]
    let count = BoundExtent(Extent(of: slot.type)).count(rowCounts)
    return withOutput(index) { values in
      (0..<(slot.type.lanes ?? 1)).flatMap { lane in
        values[lane * slot.place.laneStride..<lane * slot.place.laneStride + count]
      }
    }
  }
}

extension Slot {
  /// The memory from the first lane's beginning to the last lane's end.
  package var range: Range<Int> {
    let lanes = type.lanes ?? 1
    return offset..<offset + max(lanes - 1, 0) * place.laneStride + capacity
  }
}
