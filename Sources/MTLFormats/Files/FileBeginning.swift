/// The first bytes of a file, decompressed where its name ends in `.gz`.
package struct FileBeginning: Sendable {
  /// The bytes.
  package let bytes: [UInt8]

  /// Whether they are the whole file.
  package let isWhole: Bool

  /// How many bytes the whole file is likely to have: of a compressed one as many more as it has
  /// compressed bytes more.
  package let expectedSize: Int

  /// Reads the beginning of a file, however large the file is.
  ///
  /// - Parameters:
  ///   - path: the file, which is also its name in messages.
  ///   - limit: the largest number of bytes that are read, and that come out of compressed ones.
  package static func read(_ path: String, limit: Int) throws(FormatError) -> FileBeginning {
    let (bytes, size) = try FileBytes.readBeginning(path, limit: limit)
    guard path.utf8.suffix(3).elementsEqual(".gz".utf8) else {
      return FileBeginning(
        bytes: bytes, isWhole: bytes.count == size, expectedSize: size)
    }
    let text = try Gzip.decompressBeginning(
      bytes, isCut: bytes.count < size, name: path, limit: limit)
    let ratio = Double(text.bytes.count) / Double(max(text.used, 1))
    return FileBeginning(
      bytes: text.bytes, isWhole: text.isWhole,
      expectedSize: text.isWhole ? text.bytes.count : Int(Double(size) * ratio))
  }
}
