/// The order of work: the graph's where it can be, later where a predecessor demands it.
struct Schedule {
  /// The indices of the work in order.
  let order: [Int]

  init(_ works: [Work]) throws(PlanError) {
    var waiting = works.map(\.predecessors.count)
    var successors: [[Int]] = Array(repeating: [], count: works.count)
    for (index, work) in works.enumerated() {
      for predecessor in work.predecessors { successors[predecessor].append(index) }
    }
    var ready = ReadyQueue(works.indices.filter { waiting[$0] == 0 })
    var order: [Int] = []
    while let next = ready.popSmallest() {
      order.append(next)
      for successor in successors[next] {
        waiting[successor] -= 1
        if waiting[successor] == 0 { ready.insert(successor) }
      }
    }
    guard order.count == works.count else {
      throw PlanError(message: "the instructions wait for each other")
    }
    self.order = order
  }
}

/// Numbers of which the smallest comes first: a binary heap.
private struct ReadyQueue {
  private var heap: [Int] = []

  init(_ numbers: [Int]) { heap = numbers.sorted() }

  mutating func insert(_ number: Int) {
    heap.append(number)
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2] > heap[child] {
      heap.swapAt((child - 1) / 2, child)
      child = (child - 1) / 2
    }
  }

  mutating func popSmallest() -> Int? {
    guard let smallest = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return smallest }
    heap[0] = last
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
      guard let child = children.min(by: { heap[$0] < heap[$1] }), heap[child] < heap[parent] else {
        return smallest
      }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}
