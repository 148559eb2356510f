import MTLCatalogue
import MTLRuntime
import Testing

/// What is counted of the inner products of gradients.
struct GradientTallyTests {
  private static func tally(_ steps: [[Float]], tasks: Int) -> GradientTally {
    var tally = GradientTally(tasks: tasks)
    for products in steps { products.withUnsafeBufferPointer { tally.add(products: $0) } }
    return tally
  }

  /// Gradients (3, 4), (-6, -8) and none; then (3, 4), (4, -3) and (0, 2).
  @Test func normsCosinesAndConflictsAreCounted() throws {
    let seen = Self.tally(
      [[25, -50, 0, -50, 100, 0, 0, 0, 0], [25, 0, 8, 0, 25, -6, 8, -6, 4]], tasks: 3)
    #expect(seen.steps == 2)
    #expect([0, 1, 2].map { seen.meanNorm(of: $0) } == [5, 7.5, 2])
    #expect(seen.comparisons == 4 && seen.conflicts == 2 && seen.conflictShare == 0.5)
    #expect(seen.leastCosine == -1 && seen.leastPair == [0, 1])
    #expect(seen.pairs.map(\.steps) == [2, 1, 1])
    #expect(seen.pairs.map(\.conflicts) == [1, 0, 1])
    #expect(seen.pairs[0].meanCosine == -0.5)
    let second = try #require(seen.pairs[1].meanCosine)
    #expect(abs(second - 0.8) < 1e-12)
    let mean = try #require(seen.meanCosine)
    #expect(abs(mean + 0.2) < 1e-12)
    #expect(seen.conflictingPairs.map { [$0.first, $0.second] } == [[1, 2], [0, 1]])
  }

  /// What is not a finite number is left out, and a cosine does not leave its range by rounding.
  @Test func oddNumbersAreLeftOut() {
    let seen = Self.tally(
      [
        [.nan, 1, 1, 4], [.infinity, 1, 1, 4], [1, .nan, .nan, 4], [1, 2.0000002, 2.0000002, 4],
      ],
      tasks: 2)
    #expect(seen.steps == 4 && seen.comparisons == 1)
    #expect(seen.meanNorm(of: 0) == 1 && seen.meanNorm(of: 1) == 2)
    #expect(seen.leastCosine == 1 && seen.conflicts == 0)
    let none = Self.tally([], tasks: 1)
    #expect(none.meanCosine == nil && none.conflictShare == nil && none.meanNorm(of: 0) == nil)
    #expect(Self.tally([[4]], tasks: 1).meanNorm(of: 0) == 2)
  }

  @Test func talliesAddUp() {
    let steps: [[Float]] = [[1, -1, -1, 4], [9, 3, 3, 4], [1, 2, 2, 16]]
    var sum = Self.tally(Array(steps.prefix(1)), tasks: 2)
    sum.add(.unfinished)
    var rest = Self.tally(Array(steps.dropFirst()), tasks: 2)
    rest.add(.solved)
    rest.add(.unfinished)
    sum += rest
    var whole = Self.tally(steps, tasks: 2)
    for _ in 0..<2 { whole.add(.unfinished) }
    whole.add(.solved)
    #expect(sum == whole)
    #expect(sum.count(of: .unfinished) == 2 && sum.searches == 3)
  }

  /// Of many tasks the pairs are not told apart, and all together are counted.
  @Test func manyTasksHaveASummaryAlone() {
    let tasks = GradientTally.mostTasksInPairs + 1
    var products = Array(repeating: Float(0), count: tasks * tasks)
    for task in 0..<tasks { products[task * tasks + task] = 1 }
    (products[1], products[tasks]) = (-0.5, -0.5)
    let seen = Self.tally([products], tasks: tasks)
    #expect(seen.pairs.isEmpty && seen.conflictingPairs.isEmpty)
    #expect(seen.comparisons == tasks * (tasks - 1) / 2 && seen.conflicts == 1)
    #expect(seen.leastPair == [0, 1] && seen.leastCosine == -0.5)
  }
}
