import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

@Suite struct SplitTests {
  private let lines = (0..<500).map { "\($0),\($0 % 5)" }
  private var sample: DataSample {
    var sample = DataSample().with("a", Types.plain).with("k", Types.category(5), .label)
    sample.validation = 0.2
    sample.test = 0.1
    return sample
  }

  /// The first cells of a part's rows.
  private func part(_ split: Split, of table: DataTable) -> [Double?] {
    let values = table.plain("a")
    return table.rows(of: split).map { values[Int($0)] }
  }

  private func table(_ lines: [String], _ sample: DataSample) throws -> DataTable {
    try #require(
      try readTable("a,k\n" + lines.joined(separator: "\n"), sample).table)
  }

  @Test func partsAreAsLargeAsTheirShares() throws {
    let table = try table(lines, sample)
    #expect((70...130).contains(table.rows(of: .validation).count))
    #expect((25...75).contains(table.rows(of: .test).count))
    #expect(table.facts.rowCounts.values.reduce(0, +) == 500)
  }

  @Test func addedRowsMoveNoOther() throws {
    let before = try table(lines, sample)
    let after = try table(["7000,1"] + lines + ["8000,1"], sample)
    for split in Split.allCases {
      let kept = part(split, of: after).filter { ($0 ?? 0) < 5000 }
      #expect(kept == part(split, of: before))
    }
  }

  @Test func orderOfColumnsDoesNotMatter() throws {
    var swapped = sample
    swapped.columns.reverse()
    let (one, other) = (try table(lines, sample), try table(lines, swapped))
    #expect(one.rows(of: .test) == other.rows(of: .test))
    var seeded = sample
    seeded.seed = 1
    #expect(try table(lines, seeded).rows(of: .test) != one.rows(of: .test))
  }

  @Test func placesAreTheSameOnEveryPlatform() throws {
    let table = try table(Array(lines[..<20]), sample)
    #expect(table.rows(of: .test) == [9])
    #expect(table.rows(of: .validation) == [5, 6, 7, 19])
  }

  @Test func strataAreDividedEvenly() throws {
    var stratified = sample
    stratified.stratum = "k"
    let table = try table(lines, stratified)
    let classes = table.plain("k")
    for split in [Split.validation, .test] {
      let counts = Dictionary(grouping: table.rows(of: split)) { classes[Int($0)] ?? -1 }
      #expect(counts.count == 5)
      #expect(counts.values.allSatisfy { $0.count == (split == .test ? 10 : 20) })
    }
  }
}
