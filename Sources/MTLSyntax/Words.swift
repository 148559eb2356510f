/// A sign that is a token of its own.
package enum Symbol: String, CaseIterable, Sendable {
  case openBrace = "{"
  case closeBrace = "}"
  case openRound = "("
  case closeRound = ")"
  case openSquare = "["
  case closeSquare = "]"
  case comma = ","
  case colon = ":"
  case dot = "."
  case assign = "="
  case arrow = "->"
  case range = ".."
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
  case remainder = "%"

  /// Whether a line that begins with it continues the line before.
  package var continuesLine: Bool {
    switch self {
    case .plus, .minus, .times, .divided, .remainder, .range: true
    default: isComparison
    }
  }

  /// Whether it compares two values.
  package var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  /// The bracket or brace that closes it.
  package var closer: Symbol? {
    switch self {
    case .openBrace: .closeBrace
    case .openRound: .closeRound
    case .openSquare: .closeSquare
    default: nil
    }
  }
}

/// A word that the grammar knows, reserved or known by where it stands.
package enum Word: String, CaseIterable, Sendable {
  case and, or, not, `in`, `true`, `false`
  case model, `import`, const, data, columns, input, block, shared, auxiliary, task
  case parameters, weighting, train, compare, tune
  case feature, label, column, use, split
  case from, loss, metric, output
  case `as`, using, `for`

  /// The words that are never a bare name.
  package static let reserved: [Word] = [.and, .or, .not, .in, .true, .false]

  /// The words that begin a declaration.
  package static let declarations: [Word] = [
    .model, .import, .const, .data, .columns, .input, .block, .shared, .auxiliary, .task,
    .parameters, .weighting, .train, .compare, .tune,
  ]

  /// The words that begin a line of a data block.
  package static let dataLines: [Word] = [.feature, .label, .column, .use, .split]

  /// The words that begin a line of a body.
  package static let bodyLines: [Word] = [.from, .loss, .metric, .output]

  /// The words that join the parts of a declaration or a step.
  package static let joints: [Word] = [.from, .as, .using, .for]

  /// Whether it is never a bare name.
  package var isReserved: Bool {
    switch self {
    case .and, .or, .not, .in, .true, .false: true
    default: false
    }
  }

  /// Whether it begins a declaration.
  package var beginsDeclaration: Bool {
    switch self {
    case .model, .import, .const, .data, .columns, .input, .block, .shared, .auxiliary, .task,
      .parameters, .weighting, .train, .compare, .tune:
      true
    default: false
    }
  }

  /// Whether it begins a line of a data block.
  package var beginsDataLine: Bool {
    switch self {
    case .feature, .label, .column, .use, .split: true
    default: false
    }
  }

  /// Whether a line that begins with it continues the line before.
  package var continuesLine: Bool { self == .and || self == .or || self == .in }

  /// Every word by its letters, packed as `WordKey` packs them.
  static let byKey: [UInt64: Word] = {
    var table: [UInt64: Word] = [:]
    for word in allCases {
      var key = WordKey()
      for byte in word.rawValue.utf8 { key.add(byte) }
      table[key.value] = word
    }
    return table
  }()
}

/// The letters of a short lower-case name packed into one number, five bits each.
struct WordKey {
  private(set) var value: UInt64 = 0
  private(set) var isPossible = true

  /// Adds a letter; a byte that no word of the language holds makes the name no word.
  mutating func add(_ byte: UInt8) {
    guard byte >= 0x61, byte <= 0x7A, value >> 55 == 0 else {
      isPossible = false
      return
    }
    value = value << 5 | UInt64(byte & 31)
  }

  /// The word that the letters spell, if they spell one.
  var word: Word? { isPossible ? Word.byKey[value] : nil }
}
