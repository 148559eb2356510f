extension JSONParser {
  /// Parses a number by JSON's grammar, which allows no leading zero, plus sign or bare point.
  mutating func parseNumber() throws(FormatError) -> JSONValue {
    let start = position
    let isNegative = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      if let byte = peek(), isDigit(byte) { throw error("a number begins with a needless zero") }
    } else {
      try skipDigits()
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try skipDigits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      try skipDigits()
    }
    return try number(in: start..<position, isWhole: isWhole, isNegative: isNegative)
  }

  /// The value of a text that follows the grammar.
  private func number(
    in range: Range<Int>, isWhole: Bool, isNegative: Bool
  ) throws(FormatError) -> JSONValue {
    if isWhole, let value = integer(in: range), !(value == 0 && isNegative) {
      return .integer(value)
    }
    guard let value = DecimalNumber.parse(bytes.span.extracting(range)) else {
      throw error("the number is beyond the range of a 64-bit float", at: range.lowerBound)
    }
    return .number(value)
  }

  /// Returns the value of a sign and digits, or nil where it does not fit.
  private func integer(in range: Range<Int>) -> Int? {
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value = 0
    for index in (range.lowerBound + (isNegative ? 1 : 0))..<range.upperBound {
      let digit = Int(bytes[index] - UInt8(ascii: "0"))
      let (scaled, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isPastEnd) = scaled.addingReportingOverflow(isNegative ? -digit : digit)
      if isTooLarge || isPastEnd { return nil }
      value = sum
    }
    return value
  }

  /// Steps over one digit or more.
  private mutating func skipDigits() throws(FormatError) {
    let start = position
    while let byte = peek(), isDigit(byte) { position += 1 }
    if position == start { throw error("a digit should stand here") }
  }

  /// Whether a byte is a decimal digit.
  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
