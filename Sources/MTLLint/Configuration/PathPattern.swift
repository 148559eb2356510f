/// A pattern of paths: `*` and `?` stand for anything but `/`, `**` for any folders.
package struct PathPattern: Hashable, Sendable {
  /// As it is written.
  package let text: String
  private let parts: [[Character]]

  /// A pattern; one without `/` is about a file or a folder of that name wherever it stands.
  package init(_ text: String) {
    self.text = text
    var pattern = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    while pattern.hasSuffix("/") { pattern.removeLast() }
    if !pattern.contains("/") { pattern = "**/" + pattern }
    if pattern.hasPrefix("/") { pattern.removeFirst() }
    let parts = pattern.split(separator: "/").map { Array($0) }
    self.parts = parts.indices.filter {
      $0 == 0 || parts[$0] != ["*", "*"] || parts[$0 - 1] != parts[$0]
    }
    .map { parts[$0] }
  }

  /// Whether a path, written with `/`, is meant, or lies in a folder that is.
  package func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/").filter { $0 != "." }.map { Array($0) }
    return (1...max(names.count, 1)).contains { count in
      PathPattern.matches(names.prefix(count), parts[...])
    }
  }

  /// Whether exactly a path, written with `/`, is meant.
  package func matches(whole path: String) -> Bool {
    let names = path.split(separator: "/").filter { $0 != "." }.map { Array($0) }
    return PathPattern.matches(names[...], parts[...])
  }

  private static func matches(
    _ names: ArraySlice<[Character]>, _ parts: ArraySlice<[Character]>
  ) -> Bool {
    guard let part = parts.first else { return names.isEmpty }
    if part == ["*", "*"] {
      return (0...names.count).contains { matches(names.dropFirst($0), parts.dropFirst()) }
    }
    guard let name = names.first, matches(name: name, part) else { return false }
    return matches(names.dropFirst(), parts.dropFirst())
  }

  /// Whether a name is as a part of the pattern says; it goes back to the last star where it is not.
  private static func matches(name: [Character], _ part: [Character]) -> Bool {
    var (place, pattern) = (0, 0)
    var star: (place: Int, pattern: Int)?
    while place < name.count {
      if pattern < part.count, part[pattern] == "*" {
        star = (place, pattern)
        pattern += 1
      } else if pattern < part.count, part[pattern] == "?" || part[pattern] == name[place] {
        place += 1
        pattern += 1
      } else if let last = star {
        star = (last.place + 1, last.pattern)
        place = last.place + 1
        pattern = last.pattern + 1
      } else {
        return false
      }
    }
    return part[pattern...].allSatisfy { $0 == "*" }
  }
}
