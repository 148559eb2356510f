import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

@Suite struct GeneratedTests {
  private var sample: DataSample {
    DataSample(origin: .generated(rows: 2000, seed: 3))
      .with("p0", Types.plain, .column).with("p1", Types.plain, .column)
      .with(
        "image", Types.pixels(height: 1, width: 2, low: 4, high: 16), from: .columns(["p0", "p1"])
      )
      .with("n", Types.plain).with("f", Types.flag).with("k", Types.category(3), .label)
      .with("c", Types.category).with("t", nil, .column)
      .with(
        "even", Types.flag, .label,
        from: .expression(
          .binary(.equal, .binary(.remainder, .column("k"), .number(2)), .number(0))))
  }

  @Test func valuesAreAsTheirTypesSay() throws {
    let table = try #require(sample.read(".").table)
    let pixels = table.plain("p0").compactMap(\.self)
    #expect(pixels.allSatisfy { (4...16).contains($0) })
    #expect(abs(pixels.reduce(0, +) / 2000 - 10) < 0.5)
    let numbers = table.plain("n").compactMap(\.self)
    #expect(abs(numbers.reduce(0, +) / 2000) < 0.1)
    #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } / 2000 - 1) < 0.15)
    #expect(Set(table.plain("k")) == [0, 1, 2])
    #expect(Set(table.plain("f")) == [0, 1])
    #expect(table.encoding(of: "c")?.classes == ["a", "b", "c", "d", "e", "f", "g", "h"])
    #expect(Set(table.texts("t")).count == 8)
    #expect(zip(table.plain("k"), table.plain("even")).allSatisfy { $1 == ($0 == 1 ? 0 : 1) })
    #expect(table.facts.digest == "")
    #expect(table.facts.missing.values.allSatisfy { $0 == 0 })
  }

  @Test func equalSeedsGiveEqualRows() throws {
    let one = try #require(sample.read(".").table)
    let wider = try #require(sample.with("z", Types.plain).read(".").table)
    for column in ["n", "k", "p1"] { #expect(one.plain(column) == wider.plain(column)) }
    var other = sample
    other.origin = .generated(rows: 2000, seed: 4)
    #expect(other.read(".").table?.plain("n") != one.plain("n"))
    #expect(one.plain("p0") != one.plain("p1"))
  }

  @Test func rowsAreDivided() throws {
    var sample = sample
    sample.test = 0.5
    let count = try #require(sample.read(".").table).rows(of: .test).count
    #expect((900...1100).contains(count))
  }
}
