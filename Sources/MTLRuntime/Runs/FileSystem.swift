import MTLFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few questions and requests that runs have of folders.
package enum FileSystem {
  /// Whether there is anything at a path.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// What a link points to, as it is written; `nil` where there is no link.
  package static func target(ofLink path: String) -> String? {
    var text = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &text, text.count)
    guard count > 0 else { return nil }
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Makes a folder in one that is there.
  ///
  /// - Returns: Whether it has been made; not, where something of the name is there already.
  package static func makeNewFolder(_ path: String) throws(FormatError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    guard errno == EEXIST else { throw failure(path) }
    return false
  }

  private static func failure(_ path: String) -> FormatError {
    FormatError(path, "the folder cannot be made: \(String(cString: strerror(errno)))")
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FormatError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      guard mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
      throw failure(made)
    }
  }
}
