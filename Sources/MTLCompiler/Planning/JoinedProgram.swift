import MTLGraph

/// Elementwise programs that follow each other in a sweep, as one program with several results.
///
///     m = 0.9 m + 0.1 g; p = p - m
///     -> [m, g, p] { r5 = scale r0 0.9; r6 = scale r1 0.1; r3 = add r5 r6; r4 = subtract r2 r3 }
///
/// Its registers: first the operands, then the results, then what is between.
package struct JoinedProgram {
  /// Memory that is read, and how.
  package struct Operand: Hashable {
    package let place: Place
    package let mode: OperandMode
  }

  /// The most registers that there are.
  static let registerLimit = 32
  /// The most steps that there are.
  static let stepLimit = 64

  package private(set) var steps: [ProgramStep] = []
  package private(set) var operands: [Operand] = []
  package let results: [Place]

  /// Joins programs; `nil` where they need more registers or steps than there are, and where an
  /// instruction is no program.
  package init?(_ instructions: some Collection<Instruction>) {
    results = instructions.map(\.result)
    var sources: [[Source]] = []
    for (index, instruction) in instructions.enumerated() {
      guard case .program(_, let modes) = instruction.body else { return nil }
      sources.append(
        zip(instruction.operands, modes).map { source(of: Operand(place: $0, mode: $1), index) })
    }
    for (index, instruction) in instructions.enumerated() {
      guard case .program(let steps, _) = instruction.body else { return nil }
      append(steps, sources[index], result: index)
    }
    let registers = steps.map { $0.target + 1 }.max() ?? 0
    guard registers <= Self.registerLimit, steps.count <= Self.stepLimit else { return nil }
  }

  private enum Source {
    case operand(Int)
    case result(Int)
  }

  /// Where a program finds an operand: the value that a program before it computes, or memory.
  private mutating func source(of operand: Operand, _ index: Int) -> Source {
    if operand.mode == .full, let result = results[..<index].lastIndex(of: operand.place) {
      return .result(result)
    }
    if let known = operands.firstIndex(of: operand) { return .operand(known) }
    operands.append(operand)
    return .operand(operands.count - 1)
  }

  /// Appends a program's steps with their registers under the joined program's numbers.
  private mutating func append(_ program: [ProgramStep], _ sources: [Source], result: Int) {
    func register(_ index: Int) -> Int {
      guard index < sources.count else {
        return operands.count + results.count + index - sources.count
      }
      switch sources[index] {
      case .operand(let operand): return operand
      case .result(let result): return operands.count + result
      }
    }
    for (index, step) in program.enumerated() {
      let isLast = index == program.count - 1
      steps.append(
        ProgramStep(
          operation: step.operation,
          target: isLast ? operands.count + result : register(step.target), a: register(step.a),
          b: register(step.b), constant: step.constant, stream: step.stream))
    }
  }
}
