import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// Rows whose labels follow the rule of a named problem.
@Suite struct ProblemTests {
  private func sample(
    _ problem: SyntheticProblem, features: Int, outputs: Int, rows: Int = 400
  ) -> DataSample {
    var sample = DataSample(origin: .generated(rows: rows, seed: 5, problem: problem))
    for index in 0..<features { sample = sample.with("x\(index)", Types.plain) }
    for task in ["a", "b"] {
      let names = (0..<outputs).map { "\(task)\($0)" }
      for name in names { sample = sample.with(name, Types.plain, .column) }
      sample = sample.with(
        task, NumbersColumn(Arguments(["dimensions": .list([.integer(outputs)])])), .label,
        from: .columns(names))
    }
    return sample
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let means = [a, b].map { $0.reduce(0, +) / Double($0.count) }
    let product = zip(a, b).reduce(0) { $0 + ($1.0 - means[0]) * ($1.1 - means[1]) }
    let sizes = zip([a, b], means).map { values, mean in
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    }
    return product / (sizes[0] * sizes[1])
  }

  @Test func tasksDifferInSizeAndHaveMostInCommon() throws {
    let table = try #require(
      sample(.gradientNormalization, features: 12, outputs: 30).read(".").table)
    let x = table.plain("x0").compactMap(\.self)
    #expect(x.allSatisfy { (0..<1).contains($0) })
    var agreeing = 0
    for index in 0..<30 {
      let (small, large) = (
        table.plain("a\(index)").compactMap(\.self), table.plain("b\(index)").compactMap(\.self)
      )
      #expect(small.allSatisfy { abs($0) <= 1 } && large.allSatisfy { abs($0) <= 100 })
      #expect(large.contains { abs($0) > 1 })
      agreeing += zip(small, large).count { $0 * $1 > 0 }
    }
    #expect(agreeing > 400 * 30 * 7 / 10)
  }

  @Test func tasksAreAsRelatedAsIsAsked() throws {
    var found: [Double] = []
    for correlation in [0, 0.5, 1.0] {
      let table = try #require(
        sample(
          .expertMixture(correlation: correlation, scale: 0.3), features: 20, outputs: 1, rows: 4000
        )
        .read(".").table)
      found.append(
        self.correlation(
          table.plain("a0").compactMap(\.self), table.plain("b0").compactMap(\.self)))
    }
    #expect(abs(found[0]) < 0.15)
    #expect(found[1] > 0.2 && found[1] < 0.8)
    #expect(found[2] > 0.95)
  }

  /// With short vectors little but noise is left of a label, with long ones it goes far up and down.
  @Test func scaleIsTheLengthOfTheWeights() throws {
    let ranges = try [0.001, 0.3, 3].map { scale in
      let table = try #require(
        sample(.expertMixture(correlation: 0.5, scale: scale), features: 20, outputs: 1).read(".")
          .table)
      let labels = table.plain("a0").compactMap(\.self)
      return (labels.max() ?? 0) - (labels.min() ?? 0)
    }
    #expect(ranges[0] < 0.8)
    #expect(ranges[1] > 2 * ranges[0] && ranges[2] > 4 * ranges[1])
  }

  @Test func equalSeedsGiveEqualRows() throws {
    let one = sample(.expertMixture(correlation: 0.5, scale: 0.3), features: 4, outputs: 1)
    var other = one
    other.origin = .generated(
      rows: 400, seed: 6, problem: .expertMixture(correlation: 0.5, scale: 0.3))
    let tables = try [one, one, other].map { try #require($0.read(".").table) }
    #expect(tables[0].plain("b0") == tables[1].plain("b0"))
    #expect(tables[0].plain("b0") != tables[2].plain("b0"))
  }
}
