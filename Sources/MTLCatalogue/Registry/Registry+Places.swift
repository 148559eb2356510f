extension Registry {
  /// The place of an entry in the list of its kind, by the kind's name and its own.
  package static func place(of name: String, kind: String) -> Int? {
    places.first { $0.kind == kind }?.places[name]
  }

  /// The kinds are few: comparing their names is faster than hashing one.
  private static let places: [(kind: String, places: [String: Int])] = kinds.map { kind in
    let names = kind.entries.enumerated().map { ($1.name, $0) }
    return (kind.name, Dictionary(names) { first, _ in first })
  }
}
