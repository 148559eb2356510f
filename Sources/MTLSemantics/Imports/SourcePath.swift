/// Paths as specs write them: parts joined by `/`, reckoned without looking at any file.
enum SourcePath {
  /// A path from a folder, `.` and `..` resolved as far as they can be.
  static func joined(_ folder: String, _ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    var parts: [Substring] = []
    for part in (folder + "/" + path).split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// The folder of a file; empty for one that lies beside the spec.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// A file's name without its folder.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// A file's name without folder and ending.
  static func stem(of path: String) -> String {
    let name = name(of: path)
    return name.hasSuffix(".mtl") ? String(name.dropLast(4)) : name
  }
}
