import MTLSource

/// The names of declarations that could not be read, so that uses of them are not reported.
extension Parser {
  /// Keeps the name of a declaration that cannot be used, whose tokens begin at a place.
  mutating func loseName(from start: Int) {
    let names = tokens[start...].prefix(3).dropFirst().filter {
      $0.kind == .quotedName || ($0.kind == .name && $0.word == nil)
    }
    if let name = names.first { lostNames.insert(Literal.name(name, in: source)) }
    if names.isEmpty { hasLostAName = true }
  }

  /// Takes what the text reads and does not declare for declared, where a name could not be read.
  mutating func findLostNames(beside declarations: [Declaration]) {
    guard hasLostAName || unnamedImport != nil else { return }
    let names = namesThatAreRead().filter { !declaredNames.contains($0) }
    reportUnnamedImport(names)
    lostNames.formUnion(names)
  }

  /// The names that headers of declarations read, and those before a point, in the text's order.
  private func namesThatAreRead() -> [String] {
    var names: [String] = []
    var isInHeader = false
    for (place, token) in tokens.enumerated() {
      if token.isFirstOnLine || token.kind == .newline {
        isInHeader = token.isFirstOnLine && token.word.map { Parser.readers.contains($0) } == true
      }
      if token.symbol == .closeRound || token.symbol == .openBrace { isInHeader = false }
      guard token.kind == .name || token.kind == .quotedName, place > 0 else { continue }
      let before = tokens[place - 1]
      let isBase = tokens[place + 1].symbol == .dot && before.symbol != .dot
      let isRead =
        before.symbol == .openRound || before.symbol == .comma || before.word == .from
        || before.word == .parameters
      guard isBase || (isInHeader && isRead) else { continue }
      let name = Literal.name(token, in: source)
      if !names.contains(name), names.count < Parser.mostLostNames { names.append(name) }
    }
    return names
  }

  /// How many names are looked for at most.
  private static let mostLostNames = 64

  /// The words of declarations whose first line reads values.
  private static let readers: Set<Word> = [.input, .shared, .auxiliary, .task, .parameters]
}
