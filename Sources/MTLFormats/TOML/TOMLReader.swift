/// Reads the part of TOML 1.0 that settings are written in: tables, keys with points, texts on one line,
/// whole numbers, `true` and `false`, and lists.
///
/// What it does not read (dates, fractions, inline tables, tables in lists, texts over several lines) is an
/// error with its place, as is everything that TOML forbids.
package struct TOMLReader {
  private let file: String
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var line = 1
  private var lineStart = 0
  private var entries: [TOMLEntry] = []
  private var names = TOMLNames()

  /// The most bytes of a file, and the most lists inside each other and parts of a name.
  package static let sizeLimit = 1 << 20
  private static let depthLimit = 16

  /// The settings of a file, in its order.
  ///
  /// - Parameter file: The file's name, for messages.
  package static func read(_ bytes: [UInt8], file: String) throws(FormatError) -> [TOMLEntry] {
    guard bytes.count <= sizeLimit else { throw FormatError(file, "the file is too large") }
    guard let text = StrictText.decode(bytes[...]) else {
      throw FormatError(file, "the file is not UTF-8 text")
    }
    var reader = TOMLReader(file: file, scalars: Array(text.unicodeScalars))
    try reader.readFile()
    return reader.entries
  }

  private init(file: String, scalars: [Unicode.Scalar]) {
    self.file = file
    self.scalars = scalars
    if scalars.first == "\u{FEFF}" { (place, lineStart) = (1, 1) }
  }

  // MARK: Lines

  private mutating func readFile() throws(FormatError) {
    var table: [String] = []
    while true {
      try skipBlankLines()
      guard let next = peek else { return }
      let (line, column) = (self.line, self.column)
      if next == "[" {
        advance()
        if peek == "[" { throw fault("lists of tables are not read here") }
        table = try keys(until: "]")
        if let problem = names.addTable(table) {
          throw FormatError(file, problem, line: line, column: column)
        }
        advance()
      } else {
        let path = table + (try keys(until: "="))
        advance()
        skipBlanks()
        let value = try value(depth: 0)
        if let problem = names.addValue(path, in: table) {
          throw FormatError(file, problem, line: line, column: column)
        }
        entries.append(TOMLEntry(path: path, value: value, line: line, column: column))
      }
      try endLine()
    }
  }

  private mutating func endLine() throws(FormatError) {
    skipBlanks()
    try skipComment()
    guard peek == nil || isAtLineEnd else { throw fault("the line should end here") }
  }

  private mutating func keys(until end: Unicode.Scalar) throws(FormatError) -> [String] {
    var names: [String] = []
    repeat {
      skipBlanks()
      names.append(try key())
      guard names.count <= TOMLReader.depthLimit else { throw fault("the name has too many parts") }
      skipBlanks()
      guard peek == "." || peek == end else { throw fault("`\(end)` is missing") }
      if peek == end { return names }
      advance()
    } while true
  }

  private mutating func key() throws(FormatError) -> String {
    if peek == "\"" || peek == "'" { return try text() }
    var name = String.UnicodeScalarView()
    while let next = peek, isBare(next) {
      name.append(next)
      advance()
    }
    guard !name.isEmpty else { throw fault("a name is missing") }
    return String(name)
  }

  private func isBare(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
        || scalar == "-")
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(FormatError) -> TOMLValue {
    guard let next = peek else { throw fault("a value is missing") }
    switch next {
    case "\"", "'": return .text(try text())
    case "[": return try list(depth: depth)
    case "{": throw fault("tables on one line are not read here")
    default: return try word()
    }
  }

  private mutating func list(depth: Int) throws(FormatError) -> TOMLValue {
    guard depth < TOMLReader.depthLimit else { throw fault("lists stand too deep in each other") }
    advance()
    var values: [TOMLValue] = []
    while true {
      try skipBlankLines()
      if peek == "]" { break }
      values.append(try value(depth: depth + 1))
      try skipBlankLines()
      if peek == "]" { break }
      guard peek == "," else { throw fault("a comma or `]` is missing") }
      advance()
    }
    advance()
    return .list(values)
  }

  private mutating func word() throws(FormatError) -> TOMLValue {
    let start = column
    var word = String.UnicodeScalarView()
    while let next = peek, isBare(next) || next == "+" || next == "." || next == ":" {
      word.append(next)
      advance()
    }
    let text = String(word)
    if text == "true" || text == "false" { return .flag(text == "true") }
    if isWhole(text), let number = Int(text.filter { $0 != "_" }) { return .integer(number) }
    throw FormatError(
      file,
      text.isEmpty
        ? "a value is missing" : "`\(text)` is no value; texts stand in quotes",
      line: line, column: start)
  }

  /// Whether a word is a whole number as TOML writes one: no zero in front, `_` between digits alone.
  private func isWhole(_ text: String) -> Bool {
    let digits = text.first == "+" || text.first == "-" ? text.dropFirst() : text[...]
    let groups = digits.split(separator: "_", omittingEmptySubsequences: false)
    return groups.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
      && (digits.first != "0" || digits.count == 1)
  }

  /// A text on one line; in single quotes it is taken as it stands.
  private mutating func text() throws(FormatError) -> String {
    guard let quote = peek else { throw fault("a text is missing") }
    advance()
    var text = String.UnicodeScalarView()
    while let next = peek, next != quote {
      guard next != "\n", next != "\r" else { throw fault("the text does not end on its line") }
      guard !isControl(next) else { throw fault("a control character") }
      let start = column
      advance()
      if next == "\\", quote == "\"" {
        text.append(try escaped(from: start))
      } else {
        text.append(next)
      }
    }
    guard peek == quote else { throw fault("the text does not end") }
    advance()
    if text.isEmpty, peek == quote { throw fault("texts over several lines are not read here") }
    return String(text)
  }

  private mutating func escaped(from start: Int) throws(FormatError) -> Unicode.Scalar {
    guard let letter = peek else { throw fault("the text does not end") }
    advance()
    switch letter {
    case "\"", "\\": return letter
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u", "U":
      var digits = ""
      for _ in 0..<(letter == "u" ? 4 : 8) {
        guard let digit = peek, digit.properties.isASCIIHexDigit else { break }
        digits.unicodeScalars.append(digit)
        advance()
      }
      guard digits.count == (letter == "u" ? 4 : 8), let number = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(number)
      else {
        throw FormatError(
          file, "`\\\(letter)\(digits)` is no character's number", line: line, column: start)
      }
      return scalar
    default:
      throw FormatError(file, "there is no escape `\\\(letter)`", line: line, column: start)
    }
  }

  // MARK: Characters

  private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private var column: Int { place - lineStart + 1 }

  private mutating func advance() {
    guard place < scalars.count else { return }
    if scalars[place] == "\n" {
      line += 1
      lineStart = place + 1
    }
    place += 1
  }

  private mutating func skipBlanks() {
    while peek == " " || peek == "\t" { advance() }
  }

  private mutating func skipComment() throws(FormatError) {
    guard peek == "#" else { return }
    while let next = peek, !isAtLineEnd {
      guard !isControl(next) else { throw fault("a control character") }
      advance()
    }
  }

  private mutating func skipBlankLines() throws(FormatError) {
    while true {
      skipBlanks()
      try skipComment()
      guard isAtLineEnd else { return }
      advance()
    }
  }

  /// Whether a line ends here; a carriage return is a part of its end.
  private var isAtLineEnd: Bool {
    if peek == "\r" { return place + 1 < scalars.count && scalars[place + 1] == "\n" }
    return peek == "\n"
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\t" && (scalar.value < 0x20 || scalar.value == 0x7F)
  }

  private func fault(_ message: String) -> FormatError {
    FormatError(file, message, line: line, column: column)
  }
}
