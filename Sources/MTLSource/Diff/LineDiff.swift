/// Which lines of a text have to be removed and which added to make another text of it.
///
/// Myers' greedy algorithm, which finds the fewest changes, in stretches: where more than `reach`
/// changes are needed, it goes as far as so many of them lead and begins again there. So its time
/// grows with the number of lines times `reach`, and its memory with the number of lines alone.
package struct LineDiff {
  /// Lines of the old text, and those of the new one that stand in their place.
  package struct Change: Hashable, Sendable {
    package let old: Range<Int>
    package let new: Range<Int>

    package init(old: Range<Int>, new: Range<Int>) {
      self.old = old
      self.new = new
    }
  }

  /// The most changes that are looked for at once.
  private static let reach = 64

  /// The lines of both texts, equal ones as equal numbers.
  private let old: [Int]
  private let new: [Int]
  private var isRemoved: [Bool]
  private var isAdded: [Bool]

  /// The changes from one list of lines to another, in order.
  package static func changes<Line: Hashable>(from old: [Line], to new: [Line]) -> [Change] {
    var numbers: [Line: Int] = [:]
    for line in old + new where numbers[line] == nil { numbers[line] = numbers.count }
    var diff = LineDiff(old.map { numbers[$0] ?? 0 }, new.map { numbers[$0] ?? 0 })
    diff.markChanges()
    return diff.markedChanges()
  }

  private init(_ old: [Int], _ new: [Int]) {
    self.old = old
    self.new = new
    isRemoved = Array(repeating: false, count: old.count)
    isAdded = Array(repeating: false, count: new.count)
  }

  private mutating func markChanges() {
    var place = (old: 0, new: 0)
    while place.old < old.count, place.new < new.count {
      let path = path(from: place)
      for step in path.steps {
        if step.isRemoval { isRemoved[step.line] = true } else { isAdded[step.line] = true }
      }
      place = path.end
    }
    for line in place.old..<old.count { isRemoved[line] = true }
    for line in place.new..<new.count { isAdded[line] = true }
  }

  /// The marked lines, those that follow each other as one change.
  private func markedChanges() -> [Change] {
    var changes: [Change] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      let start = (left, right)
      while left < old.count, isRemoved[left] { left += 1 }
      while right < new.count, isAdded[right] { right += 1 }
      if (left, right) == start {
        (left, right) = (left + 1, right + 1)
      } else {
        changes.append(Change(old: start.0..<left, new: start.1..<right))
      }
    }
    return changes
  }

  // MARK: One stretch

  /// A removal or an addition of one line.
  private struct Step {
    let isRemoval: Bool
    let line: Int
  }

  /// How many old lines each diagonal (old lines minus new ones) is behind after some changes.
  private struct Frontier {
    private static let unreached = -1
    private static let middle = LineDiff.reach + 1
    private var reached = Array(repeating: unreached, count: 2 * middle + 1)

    init() { reached[Frontier.middle + 1] = 0 }

    subscript(_ diagonal: Int) -> Int {
      get { reached[Frontier.middle + diagonal] }
      set { reached[Frontier.middle + diagonal] = newValue }
    }

    /// The farthest way onto a diagonal by one change that stays in both texts.
    func way(onto diagonal: Int, oldCount: Int, newCount: Int) -> (left: Int, adds: Bool)? {
      let (below, above) = (self[diagonal - 1], self[diagonal + 1])
      let canRemove = below >= 0 && below < oldCount
      let canAdd = above >= 0 && above - diagonal <= newCount
      if canAdd, !canRemove || below < above { return (above, true) }
      return canRemove ? (below + 1, false) : nil
    }
  }

  /// The way from a place to both ends, or as far as the reach goes.
  private func path(from start: (old: Int, new: Int)) -> (steps: [Step], end: (old: Int, new: Int))
  {
    let counts = (old: old.count - start.old, new: new.count - start.new)
    var frontier = Frontier()
    var history: [Frontier] = []
    var best = (diagonal: 0, left: 0)
    for changes in 0...LineDiff.reach {
      history.append(frontier)
      var next = frontier
      best = (0, -1)
      for diagonal in stride(from: -changes, through: changes, by: 2) {
        let way = frontier.way(onto: diagonal, oldCount: counts.old, newCount: counts.new)
        let left = way.map { slide($0.left, diagonal, start) } ?? -1
        next[diagonal] = left
        guard way != nil else { continue }
        if best.left < 0 || 2 * left - diagonal > 2 * best.left - best.diagonal {
          best = (diagonal, left)
        }
      }
      if best.left == counts.old, best.left - best.diagonal == counts.new { break }
      frontier = next
    }
    let end = (old: start.old + best.left, new: start.new + best.left - best.diagonal)
    return (steps(back: history, best.diagonal, start, counts), end)
  }

  /// Goes on over lines that are equal.
  private func slide(_ left: Int, _ diagonal: Int, _ start: (old: Int, new: Int)) -> Int {
    var left = left
    while start.old + left < old.count, start.new + left - diagonal < new.count,
      old[start.old + left] == new[start.new + left - diagonal]
    {
      left += 1
    }
    return left
  }

  /// The changes that lead onto a diagonal, found by going back through what was reached before each.
  private func steps(
    back history: [Frontier], _ diagonal: Int, _ start: (old: Int, new: Int),
    _ counts: (old: Int, new: Int)
  ) -> [Step] {
    var steps: [Step] = []
    var diagonal = diagonal
    for frontier in history.dropFirst().reversed() {
      let way = frontier.way(onto: diagonal, oldCount: counts.old, newCount: counts.new)
      let isAddition = way?.adds ?? false
      diagonal += isAddition ? 1 : -1
      let left = frontier[diagonal]
      steps.append(
        Step(
          isRemoval: !isAddition,
          line: isAddition ? start.new + left - diagonal : start.old + left))
    }
    return steps
  }
}
