/// Finds the names that a misspelt name may stand for.
package enum NearName {
  /// The nearest name, `nil` where none is near or two are equally near.
  package static func best(for name: String, among names: [String]) -> String? {
    let ranked = ranked(name, names)
    guard let first = ranked.first else { return abbreviated(name, among: names) }
    if ranked.count > 1, ranked[1].distance == first.distance, first.distance > 0 {
      return shared(ranked[1].name, first.name, name) ? first.name : nil
    }
    return first.name
  }

  /// The only name that a short one abbreviates, as `img` does `image`.
  private static func abbreviated(_ name: String, among names: [String]) -> String? {
    let wanted = folded(name)
    guard wanted.count >= 3 else { return nil }
    let found = names.filter { candidate in
      let letters = folded(candidate)
      guard letters.first == wanted.first, letters.count <= 2 * wanted.count else { return false }
      var rest = wanted[...]
      for letter in letters where letter == rest.first { rest.removeFirst() }
      return rest.isEmpty
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The near names, nearest first; equally near ones stay in the order given.
  package static func candidates(
    for name: String, among names: [String], limit: Int = 3
  ) -> [String] {
    ranked(name, names).prefix(limit).map { $0.name }
  }

  /// Whether the second of two equally near names is only the first in another number.
  private static func shared(_ second: String, _ first: String, _ name: String) -> Bool {
    first.first == name.first && second.first != name.first
  }

  private static func ranked(_ name: String, _ names: [String]) -> [(name: String, distance: Int)] {
    let wanted = folded(name)
    let limit = max(1, (wanted.count + 2) / 3)
    var found: [(name: String, distance: Int, order: Int)] = []
    var seen: Set<String> = []
    for (order, candidate) in names.enumerated() where seen.insert(candidate).inserted {
      let letters = folded(candidate)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      if distance <= limit && (distance < wanted.count) {
        found.append((candidate, distance, order))
      }
    }
    found.sort { ($0.distance, $0.order) < ($1.distance, $1.order) }
    return found.map { ($0.name, $0.distance) }
  }

  /// A name without case, `_` and `-`; only the beginning of a very long one counts.
  private static func folded(_ name: String) -> [Unicode.Scalar] {
    name.lowercased().unicodeScalars.prefix(256).filter { $0 != "_" && $0 != "-" }
  }

  /// The restricted Damerau-Levenshtein distance: insertions, deletions, changes and swaps.
  private static func distance(_ lhs: [Unicode.Scalar], _ rhs: [Unicode.Scalar]) -> Int {
    var older = Array(repeating: 0, count: rhs.count + 1)
    var old = Array(0...rhs.count)
    var new = older
    for row in 0..<lhs.count {
      new[0] = row + 1
      for column in 0..<rhs.count {
        let change = old[column] + (lhs[row] == rhs[column] ? 0 : 1)
        var least = min(change, old[column + 1] + 1, new[column] + 1)
        if row > 0, column > 0, lhs[row] == rhs[column - 1], lhs[row - 1] == rhs[column] {
          least = min(least, older[column - 1] + 1)
        }
        new[column + 1] = least
      }
      swap(&older, &old)
      swap(&old, &new)
    }
    return old[rhs.count]
  }
}
