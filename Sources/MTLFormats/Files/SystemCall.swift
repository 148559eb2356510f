#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the calls of the operating system have in common.
enum SystemCall {
  /// Why the last call failed.
  ///
  /// To be read straight after the call.
  static var failure: Int32 { errno }

  /// Calls again as long as a signal interrupts the call; -1 then means a true failure.
  static func retrying(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }

  /// Rejects a path that the system would cut short, and so read as another.
  static func checkPath(_ path: String) throws(FormatError) {
    if path.utf8.contains(0) { throw FormatError(path, "the path holds a NUL character") }
  }

  /// The reason for a failure in words that go behind a colon.
  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "permission denied"
    case ENOSPC: "no space is left on the device"
    case EDQUOT: "the disk quota is used up"
    case EISDIR: "it is a folder, not a file"
    case ENOTDIR: "a part of its path is a file, not a folder"
    case EROFS: "the file system is read-only"
    case EFBIG: "the file is larger than the system allows"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "its symbolic links go round in a circle"
    case EMFILE, ENFILE: "too many files are open"
    default: String(cString: strerror(code))
    }
  }
}
