import CZlib

/// Decompression of gzip data by zlib, one member after the other.
struct Inflater: ~Copyable {
  /// What zlib calls its largest window, 15, with a gzip header around the data, plus 16.
  private static let gzipWindow: Int32 = 15 + 16

  /// How many bytes zlib fills before they are appended to the output.
  private static let chunkSize = 1 << 16

  /// The state, which zlib wants to stay at one address.
  private let stream: UnsafeMutablePointer<z_stream>
  /// The file's name for messages.
  private let name: String

  /// Starts zlib.
  init(name: String) throws(FormatError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    self.name = name
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, Inflater.gzipWindow, ZLIB_VERSION, size) == Z_OK else {
      throw FormatError(name, "cannot decompress the file: zlib does not start")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Decompresses one member and returns the offset of the first byte behind it.
  func inflate(
    _ bytes: [UInt8], from start: Int, into output: inout [UInt8], limit: Int
  ) throws(FormatError) -> Int {
    inflateReset(stream)
    var position = start
    while true {
      let (status, consumed, produced) = step(bytes, from: position)
      position += consumed
      if produced.count > limit - output.count {
        throw FormatError(name, "the decompressed file is larger than the limit of \(limit) bytes")
      }
      output.append(contentsOf: produced)
      if status == Z_STREAM_END { return position }
      try check(status, isStuck: consumed == 0 && produced.isEmpty, bytes, position)
    }
  }

  /// Decompresses as much of one member as there is, and returns the offset behind what has been
  /// used, and whether the member ends there.
  func inflateBeginning(
    _ bytes: [UInt8], from start: Int, into output: inout [UInt8], limit: Int
  ) throws(FormatError) -> (end: Int, isComplete: Bool) {
    inflateReset(stream)
    var position = start
    while position < bytes.count, output.count < limit {
      let (status, consumed, produced) = step(bytes, from: position)
      position += consumed
      output.append(contentsOf: produced)
      if status == Z_STREAM_END { return (position, true) }
      try check(status, isStuck: consumed == 0 && produced.isEmpty, bytes, position)
    }
    return (position, false)
  }

  /// Throws where zlib reports an error or cannot go on.
  private func check(
    _ status: Int32, isStuck: Bool, _ bytes: [UInt8], _ position: Int
  ) throws(FormatError) {
    let isEnough = status == Z_OK || status == Z_BUF_ERROR
    if isEnough && !isStuck { return }
    if status == Z_MEM_ERROR {
      throw FormatError(name, "cannot decompress the file: memory is exhausted")
    }
    if isEnough || position >= bytes.count && status != Z_DATA_ERROR {
      throw Inflater.endsEarly(name, at: bytes.count)
    }
    let reason = stream.pointee.msg.map { ": \(String(cString: $0))" } ?? ""
    throw FormatError(name, "the compressed file is damaged\(reason)", offset: position)
  }

  /// The error for a file that is cut off.
  static func endsEarly(_ name: String, at offset: Int) -> FormatError {
    FormatError(name, "the compressed file ends too early", offset: offset)
  }

  /// Lets zlib work until its chunk is full or the input is used up.
  private func step(
    _ bytes: [UInt8], from start: Int
  ) -> (status: Int32, consumed: Int, produced: [UInt8]) {
    let available = UInt32(clamping: min(bytes.count - start, 1 << 30))
    var status = Z_OK
    let produced = [UInt8](unsafeUninitializedCapacity: Inflater.chunkSize) { chunk, count in
      bytes.withUnsafeBufferPointer { input in
        // zlib reads its input only, though it does not say so in its types.
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: input.baseAddress.map { $0 + start })
        stream.pointee.avail_in = available
        stream.pointee.next_out = chunk.baseAddress
        stream.pointee.avail_out = UInt32(chunk.count)
        status = CZlib.inflate(stream, Z_NO_FLUSH)
        count = chunk.count - Int(stream.pointee.avail_out)
      }
    }
    return (status, Int(available - stream.pointee.avail_in), produced)
  }
}
