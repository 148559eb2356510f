#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writing of files so that a kill at any moment leaves the old file or the new one, whole.
package enum AtomicFile {
  /// Writes a file under a temporary name in the same folder, flushes it and renames it.
  ///
  /// A file that was there before is replaced; on failure it stays as it was and the temporary
  /// file is removed. The new file has the permissions of any new file. Where the path is a
  /// symbolic link, the link is replaced, not what it points to. Devices and pipes are written to
  /// as they are.
  package static func write(_ bytes: [UInt8], to path: String) throws(FormatError) {
    try SystemCall.checkPath(path)
    if isDevice(path) { return try append(bytes, to: path) }
    let temporary = temporaryPath(beside: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = Int32(SystemCall.retrying { Int(open(temporary, flags, 0o666)) })
    guard descriptor >= 0 else { throw unwritable(path, SystemCall.failure) }
    do throws(FormatError) {
      try fill(descriptor, with: bytes, path: path)
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
    flushFolder(of: path)
  }

  /// Points a symbolic link at a target, replacing a link or file that was there before.
  ///
  /// - Parameters:
  ///   - path: where the link stands.
  ///   - target: the link's text, relative to the folder of the link; nothing need be there.
  package static func replaceLink(at path: String, target: String) throws(FormatError) {
    try SystemCall.checkPath(path)
    let temporary = temporaryPath(beside: path)
    try SystemCall.checkPath(target)
    guard symlink(target, temporary) == 0 else { throw unwritable(path, SystemCall.failure) }
    do throws(FormatError) {
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
    flushFolder(of: path)
  }

  /// Writes all bytes to an open file, however few the system takes at a time.
  package static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, path: String
  ) throws(FormatError) {
    var failure: Int32?
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count, let start = buffer.baseAddress {
        let wanted = min(buffer.count - written, 1 << 30)
        let taken = SystemCall.retrying { sysWrite(descriptor, start + written, wanted) }
        if taken <= 0 {
          failure = taken < 0 ? SystemCall.failure : EIO
          break
        }
        written += taken
      }
    }
    if let failure { throw unwritable(path, failure) }
  }

  /// Whether a path leads to something that cannot be renamed over, such as a pipe or a terminal.
  private static func isDevice(_ path: String) -> Bool {
    if path.hasPrefix("/dev/") { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// Writes all bytes to what is there.
  private static func append(_ bytes: [UInt8], to path: String) throws(FormatError) {
    let flags = O_WRONLY | O_APPEND | O_CLOEXEC
    let descriptor = Int32(SystemCall.retrying { Int(open(path, flags)) })
    guard descriptor >= 0 else { throw unwritable(path, SystemCall.failure) }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// Writes, flushes and closes; the file is closed also on failure.
  private static func fill(
    _ descriptor: Int32, with bytes: [UInt8], path: String
  ) throws(FormatError) {
    do throws(FormatError) {
      try writeAll(bytes, to: descriptor, path: path)
      guard SystemCall.retrying({ Int(fsync(descriptor)) }) == 0 else {
        throw unwritable(path, SystemCall.failure)
      }
    } catch {
      close(descriptor)
      throw error
    }
    // Some file systems find out only now that they have no room; an interrupted close has closed.
    if close(descriptor) != 0, SystemCall.failure != EINTR {
      throw unwritable(path, SystemCall.failure)
    }
  }

  /// Gives the temporary file its name, in place of what had it.
  private static func rename(_ temporary: String, to path: String) throws(FormatError) {
    guard sysRename(temporary, path) == 0 else { throw unwritable(path, SystemCall.failure) }
  }

  /// Flushes the folder's entries, so that the new name outlives a loss of power.
  ///
  /// Not all file systems can; the file itself is safe by then, so a failure is no error.
  private static func flushFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// A name that no other writer uses, short enough for every file system.
  private static func temporaryPath(beside path: String) -> String {
    let number = UInt64.random(in: .min ... .max)
    return "\(folder(of: path))/.mtl-\(String(number, radix: 16)).tmp"
  }

  /// The folder that holds a path.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The error for a failed call.
  private static func unwritable(_ path: String, _ code: Int32) -> FormatError {
    FormatError(path, "cannot write the file: \(SystemCall.reason(code))")
  }
}

/// The system's `write`, which the function of that name would hide.
private func sysWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}

/// The system's `rename`, which the function of that name would hide.
private func sysRename(_ old: String, _ new: String) -> Int32 {
  rename(old, new)
}
