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
}
