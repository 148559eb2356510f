import MTLSource
import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// Every finding of the reader: its code, its place, its words.
@Suite struct MessageTests {
  private let sample = DataSample().with("a", Types.number).with("b", Types.number, .label)

  /// The only finding; its place is the spec's line of a column, or the data block's head.
  private func only(
    _ result: (table: Any?, diagnostics: [Diagnostic])
  ) throws -> Diagnostic {
    #expect(result.table == nil)
    #expect(result.diagnostics.count == 1)
    return try #require(result.diagnostics.first)
  }

  private func fault(_ text: String, _ sample: DataSample) throws -> Diagnostic {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "data.csv")
    let (table, diagnostics) = sample.read(folder.path)
    let found = try only((table, diagnostics))
    return Diagnostic(
      found.identity, found.severity, found.message.replacing(folder.path + "/", with: ""),
      at: found.primary, notes: found.notes, helps: found.helps)
  }

  @Test func missingFileNamesTheRemedy() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "data.csv.gz")
    let found = try only(sample.read(folder.path))
    #expect(found.code == .fileMissing)
    #expect(found.message == "the file `\(folder.path)/data.csv` does not exist")
    #expect(found.helps.first?.text == "did you mean `\(folder.path)/data.csv.gz`?")
    #expect(found.helps.last?.text.contains("--data-root") == true)
    let rooted = try only(sample.read("elsewhere", dataRoot: folder.path))
    #expect(rooted.message == found.message)
  }

  @Test func nearFileIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "dota.csv")
    let found = try only(sample.read(folder.path))
    #expect(found.helps.first?.text == "did you mean `\(folder.path)/dota.csv`?")
  }

  @Test(arguments: ["../data.csv", "sub/../../data.csv", "/etc/passwd", "link.csv"])
  func pathsStayInside(path: String) throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    try other.write("a,b\n1,2\n", to: "data.csv")
    try other.link("data.csv", as: folder.file("link.csv"))
    var outside = sample
    outside.origin = .table(path: path, hasHeader: true, missing: [])
    let found = try only(outside.read(folder.path))
    #expect(found.code == .pathOutside)
    #expect(found.helps.first?.text.contains("--allow-outside") == true)
    if path == "link.csv" {
      #expect(outside.read(folder.path, allowsOutside: true).table?.rowCount == 1)
    }
  }

  @Test func unreadableTableNamesThePlace() throws {
    let found = try fault("a,b\n1,2\n3\n", sample)
    #expect(found.code == .fileUnreadable)
    #expect(
      found.message
        == "`data.csv:3`: the row has 1 cell, but the first line of the table has 2")
  }

  @Test func emptyFiles() throws {
    #expect(try fault("a,b\n", sample).code == .emptyData)
    #expect(try fault("a,b\n", sample).message == "the file `data.csv` has no rows")
    #expect(try fault("", sample).code == .fileUnreadable)
    var bare = sample
    bare.origin = .table(path: "data.csv", hasHeader: false, missing: [])
    #expect(try fault("\n\n", bare).code == .emptyData)
  }

  @Test func nothingLeftToTrain() throws {
    var greedy = sample
    greedy.test = 1
    let found = try fault("a,b\n1,2\n2,3\n", greedy)
    #expect(found.code == .emptyData)
    #expect(
      found.message == "no row of `d` is left to train: all 2 rows fell to held-out parts")
    #expect(found.primary.range == SourceRange(0, 4))
  }

  @Test func labelsWithoutClasses() throws {
    let sample = DataSample().with("a", Types.number).with("k", Types.category, .label)
    let found = try fault("a,k\n1,\n2,\n", sample)
    #expect(found.code == .emptyData)
    #expect(found.message == "no class of the label `k` is in the training rows")
    #expect(found.primary.source.text(found.primary.range) == "k")
  }

  @Test func missingColumns() throws {
    let near = try fault("a,B_\n1,2\n", sample)
    #expect(near.code == .columnMissing)
    #expect(near.message == "`data.csv` has no column `b`")
    #expect(near.primary.source.text(near.primary.range) == "b")
    let far = try fault("a,zzzzz\n1,2\n", sample)
    #expect(far.helps.first?.text == "the file's columns are `a`, `zzzzz`")
    let typo = try fault("a,incone\n1,2\n", DataSample().with("income", Types.number))
    #expect(typo.helps.first?.text == "did you mean `incone`?")
  }

  @Test func repeatedHeaderNames() throws {
    let found = try fault("a,b,b\n1,2,3\n", sample)
    #expect(found.code == .duplicateColumn)
    #expect(found.message == "`data.csv` has several columns `b`")
    #expect(try readTable("a,b,c,c\n1,2,3,4\n", sample).diagnostics.isEmpty)
  }

  @Test func columnCounts() throws {
    var bare = sample
    bare.origin = .table(path: "data.csv", hasHeader: false, missing: [])
    let found = try fault("1,2,3\n", bare)
    #expect(found.code == .columnCount)
    #expect(found.message == "`data.csv` has 3 columns, but `d` declares 2")
  }

  @Test func unreadableCells() throws {
    let found = try fault("a,b\n1,2\n x\u{1B}[31m ,3\nna,4\n", sample)
    #expect(found.code == .cellUnreadable)
    #expect(found.message == "`x\\u{1b}[31m` at `data.csv:3:2` is not a number")
    #expect(found.notes == ["1 more cell of the column is none either"])
    #expect(found.primary.source.text(found.primary.range) == "a")
    #expect(found.helps.first?.text.contains("missing:") == true)
    let flag = try fault("c\nmaybe\n", DataSample().with("c", Types.flag))
    #expect(flag.message.hasPrefix("`maybe` at `data.csv:2:1` is not a flag"))
    let number = try fault("c\nx\n", DataSample().with("c", Types.category(3)))
    #expect(number.message == "`x` at `data.csv:2:1` is not a class number from 0 to 2")
  }

  @Test func everyBadColumnIsTold() throws {
    let (_, diagnostics) = try readTable("a,b\nx,y\n", sample)
    #expect(diagnostics.map(\.code) == [.cellUnreadable, .cellUnreadable])
  }

  @Test(arguments: ["3", "-1", "1.5", "1e30"])
  func undeclaredClassNumbers(cell: String) throws {
    let found = try fault("c\n2.0\n\(cell)\n", DataSample().with("c", Types.category(3)))
    #expect(found.code == .classUndeclared)
    #expect(found.message == "`\(cell)` at `data.csv:3:1` is no class of `c`")
  }

  @Test func undeclaredClasses() throws {
    let sample = DataSample().with("c", Types.category(["cat", "dog"]))
    let found = try fault("c\ncat\ncatt\n", sample)
    #expect(found.code == .classUndeclared)
    #expect(found.helps.first?.text == "did you mean `cat`?")
    let computed = DataSample().with("a", Types.number).with(
      "c", Types.category(2), from: .expression(.binary(.add, .column("a"), .number(1))))
    let fromExpression = try fault("a\n0\n1\n", computed)
    #expect(fromExpression.code == .classUndeclared)
    #expect(fromExpression.message == "`2` at `data.csv:3` is no class of `c`")
  }

  @Test func hugeTablesAreRefused() throws {
    var sample = sample
    sample.origin = .generated(rows: 3_000_000_000, seed: 1)
    #expect(try only(sample.read(".")).code == .wrongArgument)
    sample.origin = .generated(rows: .max, seed: 1)
    #expect(try only(sample.read(".")).code == .wrongArgument)
  }
}
