/// The names of a TOML file that are taken: by values, by tables, and by what they stand in.
struct TOMLNames {
  private var values: Set<[String]> = []
  /// The tables that have a line of their own.
  private var tables: Set<[String]> = []
  /// The tables that points in the names of values make.
  private var dotted: Set<[String]> = []
  /// Everything that something stands in.
  private var outer: Set<[String]> = []

  /// Takes the name of a table; answers why it cannot.
  mutating func addTable(_ path: [String]) -> String? {
    if let value = valueAround(path) ?? (values.contains(path) ? path : nil) {
      return "`\(shown(value))` is a value, not a table"
    }
    guard !dotted.contains(path), tables.insert(path).inserted else {
      return "the table `\(shown(path))` stands twice"
    }
    for count in 1..<max(path.count, 1) { outer.insert(Array(path.prefix(count))) }
    return nil
  }

  /// Takes the name of a value; answers why it cannot.
  mutating func addValue(_ path: [String], in table: [String]) -> String? {
    if let value = valueAround(path) { return "`\(shown(value))` is a value, not a table" }
    guard !tables.contains(path), !outer.contains(path) else {
      return "`\(shown(path))` is a table, not a value"
    }
    guard values.insert(path).inserted else { return "`\(shown(path))` is set twice" }
    for count in (table.count + 1)..<max(path.count, table.count + 1) {
      let around = Array(path.prefix(count))
      if tables.contains(around) { return "the table `\(shown(around))` stands twice" }
      dotted.insert(around)
      outer.insert(around)
    }
    return nil
  }

  /// A value that a name would stand in.
  private func valueAround(_ path: [String]) -> [String]? {
    path.indices.dropFirst().lazy.map { Array(path.prefix($0)) }.first { values.contains($0) }
  }

  private func shown(_ path: [String]) -> String { path.joined(separator: ".") }
}
