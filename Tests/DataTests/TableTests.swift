import MTLFormats
import MTLSource
import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

@Suite struct TableTests {
  @Test func cellsBecomeValues() throws {
    let sample = DataSample(
      origin: .table(path: "data.csv", hasHeader: true, missing: ["?", "NA"])
    )
    .with("n", Types.plain).with("f", Types.flag).with("k", Types.category(4))
    .with("o", Types.category(["dog", "cat"])).with("t", nil, .column)
    let table = try #require(
      try readTable(
        #"""
        t,o,unread,n,k,f
        "x, ""y""",cat,!,1e3,3.0,YES
         a ,?,!,NA,,False
        a,dog,!,,0,?
        """#, sample
      ).table)
    #expect(table.rowCount == 3)
    #expect(table.plain("n") == [1000, nil, nil])
    #expect(table.plain("f") == [1, 0, nil])
    #expect(table.plain("k") == [3, nil, 0])
    #expect(table.plain("o") == [1, nil, 0])
    #expect(table.texts("t") == ["x, \"y\"", "a", "a"])
    #expect(table.facts.missing == ["n": 2, "f": 1, "k": 1, "o": 1, "t": 0])
    #expect(table.facts.rowCounts == [.train: 3, .validation: 0, .test: 0])
    #expect(table.facts.digest.count == 64)
    #expect(table.encoding(of: "t") == nil)
  }

  @Test func columnsWithoutHeaderGoByOrder() throws {
    let sample = DataSample(
      origin: .table(path: "data.csv", hasHeader: false, missing: [])
    )
    .with("a", Types.plain)
    .with(
      "double", Types.plain,
      from: .expression(.binary(.multiply, .column("b"), .number(2)))
    )
    .with("b", Types.plain, .label)
    let table = try #require(try readTable("1,2\n3,4\n", sample).table)
    #expect(table.plain("double") == [4, 8])
    #expect(table.plain("a") == [1, 3])
  }

  @Test func computedColumnsMayStandInAnyOrder() throws {
    let sample = DataSample()
      .with("c", Types.flag, .label, from: .expression(.not(.column("b"))))
      .with(
        "b", Types.flag, .column,
        from: .expression(.binary(.equal, .column("a"), .text("x")))
      )
      .with("a", Types.category)
    let table = try #require(try readTable("a\nx\ny\n\"\"\n", sample).table)
    #expect(table.plain("c") == [0, 1, nil])
  }

  @Test func circlesOfColumnsDoNotHang() throws {
    let sample = DataSample().with("a", Types.plain)
      .with("b", Types.plain, .label, from: .expression(.column("c")))
      .with("c", Types.plain, .label, from: .expression(.column("b")))
    #expect(try readTable("a\n1\n", sample).table?.plain("b") == [nil])
  }

  @Test func compressedFiles() throws {
    // The bytes of "a", "1" and "2" on three lines, compressed.
    let bytes: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xE4, 0x32, 0xE4, 0x32,
      0xE2, 0x02, 0x00, 0x80, 0xC2, 0x7F, 0x70, 0x06, 0x00, 0x00, 0x00,
    ]
    let folder = try TemporaryFolder()
    let sample = DataSample(
      origin: .table(path: "data.csv.gz", hasHeader: true, missing: [])
    ).with("a", Types.plain)
    try AtomicFile.write(bytes, to: folder.file("data.csv.gz"))
    #expect(sample.read(folder.path).table?.plain("a") == [1, 2])
    try AtomicFile.write(bytes.dropLast(), to: folder.file("data.csv.gz"))
    #expect(sample.read(folder.path).diagnostics.first?.code == .fileUnreadable)
  }

  @Test func labelsMayBeAbsentFromNewFiles() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b,m\n1,x,0\n3,y,1\n5,x,1\n", to: "data.csv")
    try folder.write("a\n7\n9\n", to: "new.csv")
    let sample = DataSample().with("a", Types.number).with("b", Types.category, .label)
      .with("m", Types.flag, .column)
      .with(
        "c", Types.flag, .label,
        from: .expression(.binary(.equal, .column("b"), .text("x"))))
    let trained = try #require(sample.read(folder.path).table)
    #expect(
      sample.read(folder.path, facts: trained.facts, path: folder.file("new.csv")).diagnostics
        .map(\.code) == [.columnMissing, .columnMissing])
    let new = try #require(
      sample.read(
        folder.path, facts: trained.facts, path: folder.file("new.csv"), labelsAreOptional: true
      ).table)
    #expect(new.rows(of: .test) == [0, 1])
    #expect(new.rows(of: .train).isEmpty)
    #expect(new.encoding(of: "a") == trained.encoding(of: "a"))
    #expect(new.labels(Target(data: "d", label: "b", mask: nil)).isPresent == [false, false])
    #expect(new.plain("c") == [nil, nil])
    #expect(new.facts.missing["b"] == 2)
    let again = try #require(sample.read(folder.path, facts: trained.facts).table)
    #expect(again.rows(of: .train) == [0, 1, 2])
  }

  @Test func newFilesWithoutHeaderMayLackLabels() throws {
    let folder = try TemporaryFolder()
    try folder.write("1\n2\n", to: "new.csv")
    let sample = DataSample(origin: .table(path: "d.csv", hasHeader: false, missing: []))
      .with("y", Types.plain, .label).with("a", Types.plain)
    let table = sample.read(".", path: folder.file("new.csv"), labelsAreOptional: true).table
    #expect(table?.plain("a") == [1, 2])
    #expect(table?.plain("y") == [nil, nil])
  }
}
