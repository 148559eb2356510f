import MTLGraph

/// For every value of a graph, the tasks that are computed from it.
///
/// A value's tasks are bits, task `t` being bit `t % 64` of word `t / 64`, so that one walk against the
/// graph's order finds them for all values.
struct TaskReach: Sendable {
  /// How many words the tasks of one value take.
  private let width: Int
  private let bits: [UInt64]

  /// Walks back from the ends of each task.
  ///
  /// - Parameter followsGradients: Whether to stop where no gradient goes on.
  init(_ ends: [[Value]], in outline: GraphOutline, followsGradients: Bool) {
    let width = (ends.count + 63) / 64
    var bits = [UInt64](repeating: 0, count: outline.count * width)
    for (task, values) in ends.enumerated() {
      for value in values { bits[value.index * width + task / 64] |= 1 << UInt64(task % 64) }
    }
    // An operation's operands stand before it.
    outline.forEachOperand(isReversed: true) { place, operand in
      if followsGradients, outline.stopsGradients[place] { return }
      for word in 0..<width { bits[operand * width + word] |= bits[place * width + word] }
    }
    (self.width, self.bits) = (width, bits)
  }

  /// How many tasks are computed from a value.
  func count(at value: Value) -> Int {
    words(of: value).reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Whether the same tasks are computed from two values.
  func isSame(at value: Value, as other: Value) -> Bool {
    words(of: value) == words(of: other)
  }

  /// The places of the tasks that are computed from a value, in their order.
  func tasks(at value: Value) -> [Int] {
    var tasks: [Int] = []
    tasks.reserveCapacity(count(at: value))
    for (word, bits) in words(of: value).enumerated() {
      var left = bits
      while left != 0 {
        tasks.append(word * 64 + left.trailingZeroBitCount)
        left &= left - 1
      }
    }
    return tasks
  }

  private func words(of value: Value) -> ArraySlice<UInt64> {
    bits[value.index * width..<(value.index + 1) * width]
  }
}
