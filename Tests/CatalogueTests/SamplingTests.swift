import MTLCatalogue
import Testing

/// How often samplings draw from data sets of unequal size.
struct SamplingTests {
  private func sampling(_ name: String, _ arguments: [String: ConstantValue] = [:]) throws
    -> any Sampling
  {
    try #require(Registry.samplings.first { $0.name == name }).init(Arguments(arguments))
  }

  @Test func everyRowIsDrawnOnceInProportion() throws {
    let drawn = try sampling("proportional").draw(rowCounts: [7, 0, 3], batch: 4)
    #expect(drawn.counts == [7, 0, 3])
    #expect(drawn.owners == nil)
  }

  @Test(arguments: [(1.0, [900, 100]), (2.0, [750, 250]), (1e9, [500, 500])])
  func temperatureMakesDataSetsEven(_ temperature: Double, _ counts: [Int]) throws {
    let drawn = try sampling("temperature", ["t": .float(temperature)])
      .draw(rowCounts: [900, 100], batch: 32)
    #expect(drawn.counts == counts)
  }

  @Test func temperatureDrawsAsManyRowsAsThereAre() throws {
    for counts in [[1, 2, 4], [0, 5, 6], [1, 1, 1], [10, 1, 1]] {
      let drawn = try sampling("temperature", ["t": .float(3)]).draw(rowCounts: counts, batch: 2)
      #expect(drawn.counts.reduce(0, +) == counts.reduce(0, +))
      #expect(zip(drawn.counts, counts).allSatisfy { $1 > 0 || $0 == 0 })
    }
  }

  @Test func batchesTakeTurns() throws {
    let drawn = try sampling("round_robin").draw(rowCounts: [5, 0, 6], batch: 3)
    #expect(drawn.owners == [0, 0, 0, 2, 2, 2, 0, 0, 0, 2, 2])
    #expect(drawn.counts == [6, 0, 5])
  }
}
