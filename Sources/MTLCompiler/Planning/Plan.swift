import MTLGraph

/// Why a graph cannot be planned.
package struct PlanError: Error, Sendable {
  /// What stands in the way.
  package let message: String
}

/// A place in memory, in floats from its beginning, and the way from one lane to the next.
package struct Place: Hashable, Sendable {
  /// The first float of the first lane.
  package let offset: Int
  /// 0 where all lanes share the place.
  package let laneStride: Int

  /// Creates the place at an offset.
  package init(offset: Int, laneStride: Int) {
    self.offset = offset
    self.laneStride = laneStride
  }
}

/// Where an input or an output lies; with fewer rows than the capacity only their part is used.
package struct Slot: Hashable, Sendable {
  /// Its memory.
  package let place: Place
  /// Its type.
  package let type: TensorType
  /// The number of floats of one lane at full capacity.
  package let capacity: Int

  /// The first element.
  package var offset: Int { place.offset }
}

/// One step of an elementwise program over registers; operands are in the first registers.
package struct ProgramStep: Hashable, Sendable {
  /// What the step computes.
  package let operation: ElementwiseOperation
  /// The register that it writes.
  package let target: Int
  /// The register of its first operand, where it has one.
  package let a: Int
  /// The register of its second operand, where it has one.
  package let b: Int
  /// The constant of the operations that have one.
  package let constant: Double
  /// The stream that random numbers are drawn from.
  package let stream: UInt32
}

/// One instruction: what it does, on which memory, and how it is cut.
package struct Instruction: Sendable {
  /// What an instruction does.
  package enum Body: Sendable {
    /// An elementwise program; `modes` say how it reads its operands.
    case program(steps: [ProgramStep], modes: [OperandMode])
    /// A kernel; with a bias that is the last operand, and with relu where it says so.
    case kernel(Kernel, hasBias: Bool, appliesRelu: Bool)
    /// Zeros in ranges of the result.
    case clear([Range<Int>])
  }

  /// What it does.
  package let body: Body
  /// The memory that it reads.
  package let operands: [Place]
  /// The memory that it writes.
  package let result: Place
  /// The number of lanes, each computed like a value of its own; 1 without a task axis.
  package let lanes: Int
  /// What the instruction is divided by: elements, rows or pictures of one lane.
  package let units: Extent
  /// The units of one chunk: chosen by the problem's size, never by the number of threads.
  package let unitsPerChunk: Int
  /// How many of the next instructions are carried out with this one, as one program.
  package var followers = 0
  /// The node whose value it computes.
  package let node: Int
  /// Where that node comes from.
  package let origin: Origin?
}

/// A graph made ready to run: a flat list of instructions with every offset decided.
package struct Plan: Sendable {
  /// What is carried out, in order.
  package let instructions: [Instruction]
  /// Where each input is to be written.
  package let inputs: [String: Slot]
  /// Where each output is to be read.
  package let outputs: [String: Slot]
  /// The largest number of rows of each row space.
  package let rowCapacities: [Int]
  /// Where the shared variables end and this plan's arena begins.
  package let variableEnd: Int
  /// The number of floats that the plan needs, variables included.
  package let arenaEnd: Int
  /// The memory of intermediate values, for tests and reports.
  package let buffers: [PlannedBuffer]

  /// The bytes of memory that running the plan takes.
  package var peakBytes: Int { arenaEnd * 4 }
}

/// A stretch of the arena and the instructions between which it is in use.
package struct PlannedBuffer: Hashable, Sendable {
  /// The floats.
  package let range: Range<Int>
  /// From the first instruction that writes it to the last that reads it; inputs and outputs are in
  /// use before the first and after the last.
  package let life: ClosedRange<Int>
}
