import MTLFormats
import Testing

/// The beginnings of files and of tables.
@Suite struct BeginningTests {
  private let hello = bytes(
    hex: "1f8b0800000000000203cb48cdc9c9e7ca4022013a37663d12000000")

  @Test func filesAreReadUpToALimit() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.csv")
    try AtomicFile.write(Array("a,b\n1,2\n".utf8), to: path)
    for (limit, text) in [(3, "a,b"), (8, "a,b\n1,2\n"), (100, "a,b\n1,2\n")] {
      let beginning = try FileBeginning.read(path, limit: limit)
      #expect(beginning.bytes == Array(text.utf8))
      #expect(beginning.isWhole == (limit >= 8))
      #expect(beginning.expectedSize == 8)
    }
    #expect(throws: FormatError.self) { try FileBeginning.read(folder.file("none"), limit: 1) }
    #expect(throws: FormatError.self) { try FileBeginning.read(folder.path, limit: 1) }
  }

  @Test func compressedFilesAreReadUpToALimit() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.gz")
    try AtomicFile.write(hello + hello, to: path)
    let whole = try FileBeginning.read(path, limit: 100)
    #expect(whole.isWhole && whole.bytes.count == 36 && whole.expectedSize == 36)
    let part = try FileBeginning.read(path, limit: 30)
    #expect(!part.isWhole && part.bytes == Array("hello\nhello\nhello\n".utf8))
    try AtomicFile.write(Array(hello.dropLast(9)), to: path)
    let error = #expect(throws: FormatError.self) { try FileBeginning.read(path, limit: 100) }
    #expect(error?.message == "the compressed file ends too early")
  }

  private func read(
    _ text: String, rowLimit: Int = .max, isCut: Bool = false
  ) throws(FormatError) -> CSVTable {
    try CSVReader.read(
      Array(text.utf8), name: "x.csv", options: CSVOptions(rowLimit: rowLimit, isCut: isCut))
  }

  @Test func rowsAreReadUpToALimit() throws {
    let table = try read("a,b\n1,2\n3,4\n5\n", rowLimit: 2)
    #expect(table.rowCount == 2)
    #expect(table.end == 12)
    #expect(throws: FormatError.self) { try read("a,b\n1,2\n3,4\n5\n", rowLimit: 3) }
  }

  @Test(arguments: [
    "a,b\n1,2\n3", "a,b\n1,2\n3,4", "a,b\n1,2\n\"3,4\n", "a,b\n1,2\n\"3\"\"", "a,b\n1,2\n",
  ])
  func theCutRowDoesNotCount(_ text: String) throws {
    let table = try read(text, isCut: true)
    #expect(table.rowCount == 1)
    #expect(table.end == 8)
  }

  @Test func aCutTableKeepsItsFaults() throws {
    #expect(throws: FormatError.self) { try read("a,b\n1\n3,4", isCut: true) }
    #expect(throws: FormatError.self) { try read("a,b\n\"1\"2,3\n4", isCut: true) }
    let error = #expect(throws: FormatError.self) { try read("a,b,c", isCut: true) }
    #expect(error?.message == "the first line is longer than 5 bytes")
  }
}
