/// A set of tasks, by their numbers.
struct TaskSet: Hashable {
  private var words: [UInt64] = []

  /// The set of one task.
  init(_ task: Int) { insert(task) }

  init() {}

  var isEmpty: Bool { words.isEmpty }

  /// The number of tasks.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The tasks in ascending order.
  var members: [Int] {
    words.indices.flatMap { word in
      (0..<64).filter { words[word] >> UInt64($0) & 1 == 1 }.map { word * 64 + $0 }
    }
  }

  private mutating func insert(_ task: Int) {
    words += Array(repeating: 0, count: max(0, task / 64 + 1 - words.count))
    words[task / 64] |= 1 << UInt64(task % 64)
  }

  mutating func formUnion(_ other: TaskSet) {
    if words == other.words { return }
    if words.count < other.words.count {
      words += Array(repeating: 0, count: other.words.count - words.count)
    }
    for index in other.words.indices { words[index] |= other.words[index] }
  }
}
