import MTLFormats
import Testing

@Suite struct GzipTests {
  private let empty = bytes(hex: "1f8b080000000000020303000000000000000000")
  private let hello = bytes(
    hex: "1f8b0800000000000203cb48cdc9c9e7ca4022013a37663d12000000")
  private let helloText = Array("hello\nhello\nhello\n".utf8)

  private func decompress(_ bytes: [UInt8], limit: Int = 1 << 20) throws(FormatError) -> [UInt8] {
    try Gzip.decompress(bytes, name: "x.gz", limit: limit)
  }

  @Test func membersFollowOneAnother() throws {
    #expect(try decompress(empty) == [])
    #expect(try decompress(hello) == helloText)
    #expect(try decompress(hello + empty + hello) == helloText + helloText)
    #expect(try decompress(hello + [0, 0, 0]) == helloText)
  }

  @Test func outputIsLimited() throws {
    #expect(try decompress(hello, limit: 18) == helloText)
    let error = #expect(throws: FormatError.self) { try decompress(hello, limit: 17) }
    #expect(error?.message == "the decompressed file is larger than the limit of 17 bytes")
    #expect(throws: FormatError.self) { try decompress(hello + hello, limit: 35) }
  }

  @Test func everyCutIsFound() {
    for count in hello.indices {
      let error = #expect(throws: FormatError.self) { try decompress(Array(hello[..<count])) }
      #expect(error?.message == "the compressed file ends too early")
    }
  }

  @Test func damageIsFound() {
    var damaged = hello
    damaged[damaged.count - 5] ^= 1
    let error = #expect(throws: FormatError.self) { try decompress(damaged) }
    #expect(error?.message.hasPrefix("the compressed file is damaged") == true)
    #expect(throws: FormatError.self) { try decompress(hello + [1, 2, 3]) }
    #expect(throws: FormatError.self) { try decompress(Array("plain text".utf8)) }
    for copy in damagedCopies(of: hello + hello, count: 300, seed: 5) {
      _ = try? decompress(copy)
    }
  }

  @Test func endingDecides() throws {
    let folder = try TemporaryFolder()
    for (name, expected) in [("a.csv.gz", helloText), ("a.csv", hello)] {
      try AtomicFile.write(hello, to: folder.file(name))
      #expect(try FileBytes.readMaybeCompressed(folder.file(name), limit: 100) == expected)
    }
  }
}
