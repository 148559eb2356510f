#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading of whole files.
package enum FileBytes {
  /// Reads all bytes of a file.
  ///
  /// Pipes and devices are read to their end. The limit holds also for a file that grows while it
  /// is read, or that does not know its size.
  ///
  /// - Parameters:
  ///   - path: the file, which is also its name in messages.
  ///   - limit: the largest number of bytes that is accepted.
  package static func read(_ path: String, limit: Int) throws(FormatError) -> [UInt8] {
    let descriptor = try opened(path)
    defer { close(descriptor) }
    let size = try expectedSize(of: descriptor, path: path)
    if size > limit { throw tooLarge(path, limit: limit) }
    // One byte more than there should be tells at once whether the file ends there.
    var bytes = try readChunk(descriptor, path: path, capacity: size + 1)
    if bytes.count <= size { return bytes }
    while true {
      let chunk = try readChunk(descriptor, path: path, capacity: 1 << 16)
      if chunk.isEmpty { return bytes }
      bytes.append(contentsOf: chunk)
      if bytes.count > limit { throw tooLarge(path, limit: limit) }
    }
  }

  /// Reads a file, and decompresses it where its name ends in `.gz`.
  ///
  /// The limit holds for the compressed bytes and for what comes out of them.
  package static func readMaybeCompressed(
    _ path: String, limit: Int
  ) throws(FormatError) -> [UInt8] {
    let bytes = try read(path, limit: limit)
    guard path.utf8.suffix(3).elementsEqual(".gz".utf8) else { return bytes }
    return try Gzip.decompress(bytes, name: path, limit: limit)
  }

  /// Reads the first bytes of a file, no more than the limit.
  ///
  /// - Returns: the bytes, and the size of the file, which for pipes and devices is only known to
  ///   be no less than what has been read.
  static func readBeginning(
    _ path: String, limit: Int
  ) throws(FormatError) -> (bytes: [UInt8], size: Int) {
    let descriptor = try opened(path)
    defer { close(descriptor) }
    let size = try expectedSize(of: descriptor, path: path)
    let wanted = size > 0 ? min(size, limit) : limit
    let bytes = try readChunk(descriptor, path: path, capacity: wanted + 1)
    return (Array(bytes.prefix(limit)), max(size, bytes.count))
  }

  /// Opens a file for reading.
  private static func opened(_ path: String) throws(FormatError) -> Int32 {
    try SystemCall.checkPath(path)
    let descriptor = Int32(SystemCall.retrying { Int(open(path, O_RDONLY | O_CLOEXEC)) })
    guard descriptor >= 0 else { throw unreadable(path, SystemCall.failure) }
    return descriptor
  }

  /// Checks what kind of file it is; its size counts for regular files alone.
  private static func expectedSize(
    of descriptor: Int32, path: String
  ) throws(FormatError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, SystemCall.failure) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { throw unreadable(path, EISDIR) }
    guard kind == S_IFREG else { return 0 }
    return Int(status.st_size)
  }

  /// Reads until the capacity is full or the file ends.
  private static func readChunk(
    _ descriptor: Int32, path: String, capacity: Int
  ) throws(FormatError) -> [UInt8] {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      while count < capacity, let start = buffer.baseAddress {
        let wanted = min(capacity - count, 1 << 30)
        let got = SystemCall.retrying { sysRead(descriptor, start + count, wanted) }
        if got < 0 { failure = SystemCall.failure }
        if got <= 0 { break }
        count += got
      }
    }
    if let failure { throw unreadable(path, failure) }
    return bytes
  }

  /// The error for a failed call.
  private static func unreadable(_ path: String, _ code: Int32) -> FormatError {
    FormatError(path, "cannot read the file: \(SystemCall.reason(code))")
  }

  /// The error for a file beyond the limit.
  private static func tooLarge(_ path: String, limit: Int) -> FormatError {
    FormatError(path, "the file is larger than the limit of \(limit) bytes")
  }
}

/// The system's `read`, which the function of that name would hide.
private func sysRead(_ descriptor: Int32, _ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int
{
  read(descriptor, start, count)
}
