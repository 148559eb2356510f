import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

@Suite struct FeedTests {
  private func table(_ text: String, _ sample: DataSample) throws -> DataTable {
    try #require(try readTable(text, sample).table)
  }

  private func encoded(_ column: String, oneHot width: Int) -> EncodedColumn {
    EncodedColumn(column: column, form: .oneHot, width: width)
  }

  private func value(_ column: String) -> EncodedColumn {
    EncodedColumn(column: column, form: .value, width: 1)
  }

  @Test func recordsAreExpandedInOrder() throws {
    let sample = DataSample().with("a", Types.number).with("m", Types.minMax)
      .with("k", Types.category).with("f", Types.flag)
    let table = try table("a,m,k,f\n1,0,y,1\n3,4,x,0\n,,,\n", sample)
    #expect(
      table.write(
        .record(
          data: "d", columns: [value("a"), value("m"), encoded("k", oneHot: 3), value("f")])) == [
          -1, 0, 0, 1, 0, 1,
          1, 1, 1, 0, 0, 0,
          0, 0.5, 0, 0, 1, 0,
        ])
    #expect(table.encoding(of: "a") == .numbers(offset: 2, scale: 1, missing: 2))
    #expect(table.encoding(of: "m") == .numbers(offset: 0, scale: 4, missing: 2))
  }

  @Test func featuresAndLabelsDifferWhereMissing() throws {
    let sample = DataSample().with("a", Types.number).with("k", Types.category)
      .with("c", Types.category(5))
    let table = try table("a,k,c\n1,y,4\n3,x,\n,,0\n", sample)
    #expect(table.write(.feature(data: "d", column: "k")) == [1, 0, 2])
    #expect(table.write(.label(Target(data: "d", label: "k", mask: nil))) == [1, 0, 0])
    #expect(table.write(.feature(data: "d", column: "c")) == [4, 5, 0])
    #expect(table.write(.label(Target(data: "d", label: "c", mask: nil))) == [4, 0, 0])
    #expect(table.write(.feature(data: "d", column: "a")) == [-1, 1, 0])
    #expect(table.write(.label(Target(data: "d", label: "a", mask: nil))) == [-1, 1, 0])
  }

  @Test func onlyTrainingRowsTeach() throws {
    var sample = DataSample().with("a", Types.plain).with("k", Types.category, .label)
    sample.test = 0.4
    sample.validation = 0.2
    let text = "a,k\n" + (0..<60).map { "\($0),c\($0)\n" }.joined()
    let table = try table(text, sample)
    let train = table.rows(of: .train)
    #expect(table.encoding(of: "k")?.classes?.count == train.count)
    let labels = table.labels(Target(data: "d", label: "k", mask: nil))
    for row in 0..<60 { #expect(labels.isPresent[row] == train.contains(Int32(row))) }
    let test = table.rows(of: .test).count
    #expect(
      table.notes.last
        == "\(test) of \(test) test rows have a class of `k` that no training row has")
    let one = table.write(.record(data: "d", columns: [encoded("k", oneHot: train.count + 1)]))
    let width = train.count + 1
    for row in table.rows(of: .test) { #expect(one[(Int(row) + 1) * width - 1] == 1) }
  }

  @Test func presenceFollowsLabelAndMask() throws {
    let sample = DataSample().with("y", Types.number, .label).with("m", Types.flag, .column)
    let table = try table("y,m\n1,1\n,1\n3,0\n5,\n", sample)
    let masked = Target(data: "d", label: "y", mask: "m")
    let bare = Target(data: "d", label: "y", mask: nil)
    #expect(table.write(.presence(masked)) == [1, 0, 0, 0])
    #expect(table.write(.presence(bare)) == [1, 0, 1, 1])
    #expect(Array(table.write(.label(masked)).dropFirst()) == [0, 0, 0])
    #expect(table.labels(masked).values == [1, 0, 3, 5])
    #expect(table.labels(bare).isPresent == [true, false, true, true])
  }

  @Test func picturesAreConcatenated() throws {
    let names = ["p0", "p1", "p2", "p3"]
    var sample = DataSample()
    for name in names { sample = sample.with(name, Types.plain, .column) }
    sample = sample.with(
      "image", Types.pixels(height: 2, width: 2, low: 0, high: 16), from: .columns(names))
    let table = try table("p0,p1,p2,p3\n0,4,8,16\n16,,8,0\n", sample)
    #expect(table.write(.feature(data: "d", column: "image")) == [0, 0.25, 0.5, 1, 1, 0, 0.5, 0])
    #expect(table.facts.missing["image"] == 1)
    let target = Target(data: "d", label: "image", mask: nil)
    #expect(table.write(.presence(target)) == [1, 0])
    #expect(table.labels(target).values == [0, 4, 8, 16, 16, 0, 8, 0])
  }

  @Test func classesOfPlacesAreConcatenated() throws {
    let sample = DataSample().with("a", Types.category(3), .column)
      .with("b", Types.category(3), .column)
      .with("k", Types.categories([1, 2], classes: 3), .label, from: .columns(["a", "b"]))
      .with("one", Types.categories([1], classes: 3), .label, from: .columns(["b"]))
    let table = try table("a,b\n2,1\n0,\n1,2\n", sample)
    let target = Target(data: "d", label: "k", mask: nil)
    #expect(table.encoding(of: "k") == .classes(["0", "1", "2"]))
    #expect(table.write(.label(target)) == [2, 1, 0, 0, 1, 2])
    #expect(table.write(.presence(target)) == [1, 0, 1])
    #expect(table.labels(target).values == [2, 1, 0, 0, 1, 2])
    #expect(table.write(.label(Target(data: "d", label: "one", mask: nil))) == [1, 0, 2])
  }

  @Test func chosenRowsAreWrittenInOrder() throws {
    let table = try table("a\n1\n2\n3\n", DataSample().with("a", Types.plain))
    let writer = FeedWriter(.feature(data: "d", column: "a"), table: table)
    var output = Array(repeating: Float(9), count: 4)
    let rows: [Int32] = [2, 0, 2]
    output.withUnsafeMutableBufferPointer { writer.write(rows: rows.span, into: $0) }
    #expect(output == [3, 1, 3, 9])
  }
}
