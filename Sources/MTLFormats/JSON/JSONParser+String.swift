extension JSONParser {
  /// Parses a string from its opening to its closing quote.
  mutating func parseString() throws(FormatError) -> String {
    let start = position
    position += 1
    var unescaped: [UInt8]?
    var chunkStart = position
    while let byte = peek() {
      if byte == UInt8(ascii: "\"") {
        let chunk = bytes[chunkStart..<position]
        position += 1
        return try decode(unescaped.map { ($0 + chunk)[...] } ?? chunk, from: start)
      }
      if byte < 0x20 { throw error("a control character stands unescaped in a string") }
      if byte == UInt8(ascii: "\\") {
        var text = unescaped ?? []
        unescaped = nil
        text.append(contentsOf: bytes[chunkStart..<position])
        try parseEscape(into: &text)
        unescaped = text
        chunkStart = position
      } else {
        position += 1
      }
    }
    throw error("the string that begins here has no closing quote", at: start)
  }

  /// Makes text of bytes that must be UTF-8.
  private func decode(
    _ text: ArraySlice<UInt8>, from start: Int
  ) throws(FormatError) -> String {
    guard let decoded = StrictText.decode(text) else {
      throw error("the string that begins here is not valid UTF-8", at: start)
    }
    return decoded
  }

  /// Parses one escape from its backslash on.
  private mutating func parseEscape(into text: inout [UInt8]) throws(FormatError) {
    let start = position
    position += 1
    guard let byte = peek() else { throw error("the JSON text ends within an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: try parseScalar(from: start).utf8)
    default: throw error("this escape is unknown to JSON", at: start)
    }
  }

  /// Parses the digits behind `\u`, and the second half of a surrogate pair where one is due.
  private mutating func parseScalar(from start: Int) throws(FormatError) -> String {
    let first = try parseHexUnit(from: start)
    if let scalar = Unicode.Scalar(first) { return String(Character(scalar)) }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw error("this escape is half of a surrogate pair", at: start)
    }
    let second = try parseHexUnit(from: start)
    guard (0xDC00...0xDFFF).contains(second) else {
      throw error("this escape is half of a surrogate pair", at: start)
    }
    return String(decoding: [first, second], as: UTF16.self)
  }

  /// Parses four hexadecimal digits.
  private mutating func parseHexUnit(from start: Int) throws(FormatError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("four hexadecimal digits should follow `\\u`", at: start)
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
