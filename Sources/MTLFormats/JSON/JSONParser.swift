extension JSONValue {
  /// Parses a whole document, strictly by RFC 8259.
  ///
  /// Rejected besides what the grammar rejects: text that is not UTF-8, a byte-order mark, lone
  /// surrogates, keys that repeat (also in another Unicode normal form, since Swift holds the two
  /// to be equal), numbers beyond the range of `Double`, and nesting deeper than the limit.
  /// Numbers without fraction and exponent that fit `Int` become integers; `-0` stays a number.
  ///
  /// - Parameters:
  ///   - bytes: the document; blanks around the value are allowed, nothing else is.
  ///   - name: the file's name for messages.
  ///   - depthLimit: how many arrays and objects may lie within one another.
  package static func parse(
    bytes: [UInt8], name: String, depthLimit: Int = 128
  ) throws(FormatError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, name: name, depthLimit: depthLimit)
    return try parser.parseDocument()
  }
}

/// A recursive-descent parser over the bytes of one document.
struct JSONParser {
  /// The document's bytes.
  let bytes: [UInt8]
  /// The file's name for messages.
  let name: String
  /// How many arrays and objects may lie within one another.
  let depthLimit: Int
  /// The offset of the next byte to look at.
  var position = 0
  /// How many arrays and objects are open.
  private var depth = 0

  /// Creates a parser at the beginning of a document.
  init(bytes: [UInt8], name: String, depthLimit: Int) {
    self.bytes = bytes
    self.name = name
    self.depthLimit = depthLimit
  }

  /// Parses one value and makes sure that nothing follows it.
  mutating func parseDocument() throws(FormatError) -> JSONValue {
    skipBlanks()
    let value = try parseValue()
    skipBlanks()
    if position < bytes.count { throw error("text follows the end of the JSON value") }
    return value
  }

  /// Parses a value of any kind.
  private mutating func parseValue() throws(FormatError) -> JSONValue {
    guard let byte = peek() else { throw error("the JSON text ends where a value should stand") }
    switch byte {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw error("a JSON value should stand here")
    }
  }

  /// Parses one of the three words of the grammar.
  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(FormatError) -> JSONValue {
    let text = Array(word.description.utf8)
    guard bytes[position...].starts(with: text) else {
      throw error("a JSON value should stand here")
    }
    position += text.count
    return value
  }

  /// Parses an array from its bracket on.
  private mutating func parseArray() throws(FormatError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if !take(UInt8(ascii: "]")) {
      repeat {
        skipBlanks()
        elements.append(try parseValue())
        skipBlanks()
      } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "]"), "`,` or `]` should follow an array's element")
    }
    depth -= 1
    return .array(elements)
  }

  /// Parses an object from its brace on.
  private mutating func parseObject() throws(FormatError) -> JSONValue {
    try enter()
    var members: [JSONValue.Member] = []
    var keys = Set<String>()
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipBlanks()
        let key = try parseKey(notIn: &keys)
        skipBlanks()
        try expect(UInt8(ascii: ":"), "`:` should follow an object's key")
        skipBlanks()
        members.append(JSONValue.Member(key, try parseValue()))
        skipBlanks()
      } while take(UInt8(ascii: ","))
      try expect(UInt8(ascii: "}"), "`,` or `}` should follow an object's member")
    }
    depth -= 1
    return .object(members)
  }

  /// Parses a key that the object does not have yet.
  private mutating func parseKey(notIn keys: inout Set<String>) throws(FormatError) -> String {
    let start = position
    guard peek() == UInt8(ascii: "\"") else { throw error("an object's key should stand here") }
    let key = try parseString()
    guard keys.insert(key).inserted else {
      throw error("the key \(FormatError.quote(key)) stands twice in one object", at: start)
    }
    return key
  }

  /// Steps over an opening bracket and the blanks behind it.
  private mutating func enter() throws(FormatError) {
    depth += 1
    if depth > depthLimit {
      throw error("arrays and objects lie more than \(depthLimit) deep within one another")
    }
    position += 1
    skipBlanks()
  }

  /// The next byte, or nil at the end.
  func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Steps over a byte if it is the next one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// Steps over a byte that must be the next one.
  private mutating func expect(_ byte: UInt8, _ message: String) throws(FormatError) {
    if !take(byte) { throw error(message) }
  }

  /// Steps over blanks and line breaks.
  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// An error at an offset, or else at the next byte.
  func error(_ message: String, at offset: Int? = nil) -> FormatError {
    let place = TextPosition(of: offset ?? position, in: bytes)
    return FormatError(name, message, line: place.line, column: place.column)
  }
}
