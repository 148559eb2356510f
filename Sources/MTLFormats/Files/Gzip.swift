/// Reading of gzip files (RFC 1952) through the system's zlib.
package enum Gzip {
  /// Decompresses all members of a gzip file, one after the other.
  ///
  /// Zero bytes after the last member, with which tapes and some tools fill up a block, are
  /// passed over; anything else there is an error.
  ///
  /// - Parameters:
  ///   - bytes: the compressed file.
  ///   - name: the file's name for messages.
  ///   - limit: the largest number of bytes that may come out.
  package static func decompress(
    _ bytes: [UInt8], name: String, limit: Int
  ) throws(FormatError) -> [UInt8] {
    var output: [UInt8] = []
    var start = 0
    let inflater = try Inflater(name: name)
    repeat {
      start = try inflater.inflate(bytes, from: start, into: &output, limit: limit)
    } while bytes[start...].contains { $0 != 0 }
    return output
  }

  /// Decompresses the beginning of a gzip file, or of the part of it that is there.
  ///
  /// - Parameters:
  ///   - bytes: the compressed file or its beginning.
  ///   - isCut: whether the file goes on behind the bytes.
  ///   - name: the file's name for messages.
  ///   - limit: the number of bytes after which no more come out.
  /// - Returns: the decompressed bytes, how many compressed ones made them, and whether they are all.
  static func decompressBeginning(
    _ bytes: [UInt8], isCut: Bool, name: String, limit: Int
  ) throws(FormatError) -> (bytes: [UInt8], used: Int, isWhole: Bool) {
    var output: [UInt8] = []
    var start = 0
    let inflater = try Inflater(name: name)
    repeat {
      let (end, isComplete) = try inflater.inflateBeginning(
        bytes, from: start, into: &output, limit: limit)
      start = end
      guard isComplete else {
        let isAtEnd = end == bytes.count && output.count < limit
        if isAtEnd, !isCut { throw Inflater.endsEarly(name, at: end) }
        return (Array(output.prefix(limit)), start, false)
      }
    } while output.count < limit && bytes[start...].contains { $0 != 0 }
    let isWhole = !isCut && output.count <= limit && !bytes[start...].contains { $0 != 0 }
    return (Array(output.prefix(limit)), start, isWhole)
  }
}
