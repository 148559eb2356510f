/// Columns that give a label away, so that a model that reads them learns nothing.
struct LabelLeakage {
  /// A label that is the sum of two columns.
  struct Sum: Hashable {
    let label: Int
    let parts: [Int]
  }

  /// The columns that hold what a label holds, with the label.
  private(set) var copies: [(place: Int, label: Int)] = []
  /// The labels that are sums; their parts are better labels than features.
  private(set) var sums: [Sum] = []

  /// The fewest rows that tell.
  private static let fewestRows = 16
  /// The most columns that are tried as parts of a sum, all pairs of which are.
  private static let partLimit = 128

  /// Looks for such columns among those that are no labels.
  init(_ columns: [ColumnSummary], _ guesses: [ColumnGuess], labels: [Int]) {
    let others = columns.indices.filter { place in
      guesses[place] == .number && !labels.contains(place)
        && columns[place].firstNumbers.count >= LabelLeakage.fewestRows
    }
    for label in labels where columns[label].firstNumbers.count >= LabelLeakage.fewestRows {
      let numbers = columns[label].firstNumbers
      for place in others where LabelLeakage.isEqual(numbers, columns[place].firstNumbers) {
        copies.append((place, label))
      }
      let known = Set(copies.map { $0.place } + sums.flatMap { $0.parts })
      let parts = others.filter { !known.contains($0) }.prefix(LabelLeakage.partLimit)
      if let sum = LabelLeakage.sum(label, of: parts, columns) { sums.append(sum) }
    }
  }

  private static func sum(
    _ label: Int, of places: ArraySlice<Int>, _ columns: [ColumnSummary]
  ) -> Sum? {
    let total = columns[label].firstNumbers
    for (index, first) in zip(places.indices, places) {
      let rest = zip(total, columns[first].firstNumbers).map { $0 - $1 }
      for second in places[(index + 1)...]
      where isEqual(rest, columns[second].firstNumbers) && !isEqual(total, rest) {
        return Sum(label: label, parts: [first, second])
      }
    }
    return nil
  }

  /// Whether two columns hold the same numbers, as far as rounding lets it be seen, and different
  /// ones among themselves.
  private static func isEqual(_ first: [Double], _ second: [Double]) -> Bool {
    guard first.count == second.count, Set(second.filter { !$0.isNaN }).count > 2 else {
      return false
    }
    return zip(first, second).allSatisfy { one, other in
      one.isNaN && other.isNaN || abs(one - other) <= 1e-9 * max(1, abs(one))
    }
  }
}
