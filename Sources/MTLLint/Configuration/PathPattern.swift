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
    if !pattern.isEmpty, !pattern.contains("/") { pattern = "**/" + pattern }
    if pattern.hasPrefix("/") { pattern.removeFirst() }
    let parts = pattern.split(separator: "/").map { Array($0) }
    self.parts = parts.indices.filter {
      $0 == 0 || parts[$0] != ["*", "*"] || parts[$0 - 1] != parts[$0]
    }
    .map { parts[$0] }
  }

  /// Whether a path, written with `/`, is meant, or lies in a folder that is.
  package func matches(_ path: String) -> Bool {
    reached(path).dropFirst().contains { $0[parts.count] }
  }

  /// Whether exactly a path, written with `/`, is meant.
  package func matches(whole path: String) -> Bool {
    reached(path).last.map { $0[parts.count] } ?? false
  }

  /// How many parts of the pattern can have been used up after so many names of a path.
  ///
  /// Every number of names is gone through once, so that many `**` take no longer than one.
  private func reached(_ path: String) -> [[Bool]] {
    var current = opened([true] + Array(repeating: false, count: parts.count))
    var all = [current]
    for name in path.split(separator: "/") where name != "." {
      let name = Array(name)
      var next = Array(repeating: false, count: parts.count + 1)
      for (place, part) in parts.enumerated() where current[place] {
        if part == ["*", "*"] {
          next[place] = true
        } else if PathPattern.matches(name: name, part) {
          next[place + 1] = true
        }
      }
      current = opened(next)
      all.append(current)
    }
    return all
  }

  /// Goes on behind every `**`, which may stand for no folder.
  private func opened(_ places: [Bool]) -> [Bool] {
    var places = places
    for (place, part) in parts.enumerated() where places[place] && part == ["*", "*"] {
      places[place + 1] = true
    }
    return places
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
