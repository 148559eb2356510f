import MTLGraph

/// Finds elementwise programs that follow each other and make one pass over memory as one program.
///
///     m = 0.9 m + 0.1 g; v = 0.99 v + 0.01 g g; p = p - m / sqrt(v)   for n, each on its own
///     -> for each of n: all three
///
/// That is the same where a program reads and overwrites of the others' results only the element
/// that it is at. `JoinedProgram` is what then runs.
enum Sweeps {
  private static let longest = 8

  /// Sets how many instructions follow each in its sweep.
  static func join(_ instructions: inout [Instruction], rowCapacities: [Int]) {
    var first = 0
    while first < instructions.count {
      var end = first + 1
      while end < instructions.count, end - first < longest,
        instructions[first..<end].allSatisfy({
          $0.isIndependent(of: instructions[end], rowCapacities)
        }), JoinedProgram(instructions[first...end]) != nil
      {
        end += 1
      }
      instructions[first].followers = end - first - 1
      first = end
    }
  }
}

extension Instruction {
  /// The memory of one operand, all lanes.
  private struct Reach {
    let range: Range<Int>
    let place: Place
    let isFull: Bool

    /// Whether a program at an element touches this memory at the same element, or not at all.
    func isInStep(with other: Reach) -> Bool {
      !range.overlaps(other.range) || (isFull && other.isFull && place == other.place)
    }
  }

  /// Whether this program and a later one may take turns element by element.
  fileprivate func isIndependent(of later: Instruction, _ rowCapacities: [Int]) -> Bool {
    guard case .program(_, let modes) = body, case .program(_, let laterModes) = later.body,
      units == later.units, lanes == later.lanes
    else { return false }
    let count = units.count(rowCapacities)
    let result = reach(self.result, .full, count)
    let laterResult = reach(later.result, .full, count)
    let reads = zip(operands, modes).map { reach($0, $1, count) }
    let laterReads = zip(later.operands, laterModes).map { reach($0, $1, count) }
    return laterResult.isInStep(with: result)
      && reads.allSatisfy { $0.isInStep(with: laterResult) }
      && laterReads.allSatisfy { $0.isInStep(with: result) }
  }

  private func reach(_ place: Place, _ mode: OperandMode, _ count: Int) -> Reach {
    let length =
      switch mode {
      case .full: count
      case .scalar: 1
      case .repeat(let length): length
      case .stretch(let length): (count + length - 1) / max(length, 1)
      }
    let end = place.offset + (lanes - 1) * place.laneStride + length
    return Reach(range: place.offset..<max(end, place.offset), place: place, isFull: mode == .full)
  }
}
