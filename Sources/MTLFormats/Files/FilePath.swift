#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Questions about paths: where they lead and what stands beside them.
package enum FilePath {
  /// The path with all links followed, `nil` where nothing is there.
  package static func resolved(_ path: String) -> String? {
    guard !path.utf8.contains(0), let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Whether a path leads to a file with bytes of its own: no folder, and no pipe that could be waited for
  /// without end.
  package static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

  /// Whether a path leads to a pipe.
  package static func isPipe(_ path: String) -> Bool { kind(of: path) == S_IFIFO }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT
  }

  /// Whether no step of a path leads nowhere: each has a name, and none is `.`.
  private static func isPlain(_ path: String) -> Bool {
    var length = 0
    var isDot = false
    for byte in path.utf8.dropFirst(path.utf8.first == 0x2F ? 1 : 0) {
      if byte == 0x2F {
        if length == 0 || isDot { return false }
        (length, isDot) = (0, false)
      } else {
        isDot = length == 0 && byte == 0x2E
        length += 1
      }
    }
    return length > 0 && !isDot
  }

  /// A path without the steps that lead nowhere: `./a//b` is `a/b`.
  package static func plain(_ path: String) -> String {
    if isPlain(path) { return path }
    let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + parts }
    return parts.isEmpty ? "." : parts
  }

  /// A path seen from a folder; an absolute path stays as it is.
  package static func joined(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The folder and the name of what a path names.
  package static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  /// Whether a path is a folder or lies in it; both have their links followed.
  package static func isInside(_ path: String, folder: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix(folder + "/")
  }

  /// Whether the steps of a relative path lead above where it starts.
  package static func climbsOut(_ path: String) -> Bool {
    var depth = 0
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return false
  }

  /// The names of what is in a folder, sorted; none where it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard !folder.utf8.contains(0), let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while names.count < nameLimit, let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The number of names after which a folder is read no further.
  private static let nameLimit = 10_000
}
