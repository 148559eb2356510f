import MTLGraph

/// Where a value lies: in which buffer, from which element on, and how far lanes are apart.
struct View: Hashable {
  let buffer: Int
  let offset: Int
  let laneStride: Int
}

/// A stretch of memory before it has a place.
struct Buffer {
  /// Where its memory comes from.
  enum Home: Hashable {
    case arena
    /// A variable's place.
    case variable(offset: Int)
    /// Another buffer of the same size, which it takes over.
    case shared(Int)
  }

  let count: Int
  var home = Home.arena
  /// Whether its elements come from outside, and stay so that a step can be repeated.
  var isInput = false
  /// Whether its elements are read after the last instruction.
  var isOutput = false
}

/// An instruction before the order and memory are decided.
struct Work {
  struct Operand {
    let node: Int
    let view: View
    let mode: OperandMode
  }

  let body: Instruction.Body
  let operands: [Operand]
  let target: View
  /// The node whose value it computes.
  let node: Int
  /// The type of what it computes, for its extent and lanes.
  let type: TensorType
  /// The instructions that must come before it.
  var predecessors: Set<Int> = []
}
