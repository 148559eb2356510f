/// Reading of decimal numbers as text, correctly rounded to `Double`.
///
/// The grammar is an optional sign, digits with at most one point among or beside them, and an
/// optional exponent: `1`, `+1.5`, `-.5`, `5.`, `1e-5`. No blanks, no infinities, no not-a-number,
/// no hexadecimal; a value beyond the range of `Double` is no number, one too small becomes zero.
package enum DecimalNumber {
  /// Returns the value of the text, or nil where it is not a number as a whole.
  package static func parse(_ text: Span<UInt8>) -> Double? {
    guard let parts = Parts(text) else { return nil }
    guard let magnitude = parts.quickMagnitude else { return slowValue(text) }
    return parts.isNegative ? -magnitude : magnitude
  }

  /// Leaves a number that already follows the grammar to the standard library.
  private static func slowValue(_ text: Span<UInt8>) -> Double? {
    var characters: [UInt8] = []
    characters.reserveCapacity(text.count)
    for index in text.indices { characters.append(text[index]) }
    guard let value = Double(String(decoding: characters, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// A number taken apart: its value is `digits * 10 ^ exponent` with a sign.
  private struct Parts {
    /// Whether a minus sign stands before the digits.
    var isNegative = false
    /// The first nineteen significant digits; no more of them fit.
    var digits: UInt64 = 0
    /// The power of ten to multiply by.
    var exponent = 0
    /// Whether there are digits beyond those kept, so that `digits` alone is not the value.
    var isCut = false

    /// Takes a text apart; nil where it does not follow the grammar.
    init?(_ text: Span<UInt8>) {
      var index = 0
      if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
        isNegative = text[index] == UInt8(ascii: "-")
        index += 1
      }
      guard readDigits(text, &index), readExponent(text, &index), index == text.count else {
        return nil
      }
    }

    /// Reads digits and the point; false where there is no digit.
    private mutating func readDigits(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
      var isBehindPoint = false
      var hasDigit = false
      while index < text.count {
        let digit = text[index] &- UInt8(ascii: "0")
        if digit <= 9 {
          hasDigit = true
          append(digit, isBehindPoint: isBehindPoint)
        } else if text[index] == UInt8(ascii: "."), !isBehindPoint {
          isBehindPoint = true
        } else {
          break
        }
        index += 1
      }
      return hasDigit
    }

    /// Appends a digit, or counts it where no more fit.
    private mutating func append(_ digit: UInt8, isBehindPoint: Bool) {
      if digits < 1_000_000_000_000_000_000 {
        digits = digits &* 10 &+ UInt64(digit)
        if isBehindPoint { exponent &-= 1 }
      } else {
        isCut = true
        if !isBehindPoint { exponent &+= 1 }
      }
    }

    /// Reads an exponent where there is one; false where its digits are missing.
    private mutating func readExponent(_ text: Span<UInt8>, _ index: inout Int) -> Bool {
      guard index < text.count, text[index] | 0x20 == UInt8(ascii: "e") else { return true }
      index += 1
      var isBelowOne = false
      if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
        isBelowOne = text[index] == UInt8(ascii: "-")
        index += 1
      }
      var value = 0
      let start = index
      while index < text.count, text[index] &- UInt8(ascii: "0") <= 9 {
        // Beyond this the value is zero or infinite, as no text has that many digits before it.
        let digit = Int(text[index] &- UInt8(ascii: "0"))
        if value < 1_000_000_000_000_000 { value = value * 10 + digit }
        index += 1
      }
      exponent += isBelowOne ? -value : value
      return index > start
    }

    /// The magnitude where it takes one rounding; nil for the rare rest.
    var quickMagnitude: Double? {
      if isCut { return nil }
      if digits == 0 { return 0 }
      if digits <= 1 << 53, exponent >= -22, exponent <= 22 {
        // Both factors are exact, so that the one operation rounds correctly.
        return exponent < 0
          ? Double(digits) / DecimalNumber.floatPowers[-exponent]
          : Double(digits) * DecimalNumber.floatPowers[exponent]
      }
      return exponent <= 0 && exponent >= -19 ? dividedMagnitude : nil
    }

    /// The quotient of 64-bit integers, correctly rounded.
    ///
    /// Both are shifted to have their top bits set, so that the quotient has at least 63 bits; a
    /// remainder is kept as its lowest bit, which is below all bits that the rounding looks at.
    private var dividedMagnitude: Double {
      let divisor = DecimalNumber.integerPowers[-exponent]
      let shift = digits.leadingZeroBitCount - divisor.leadingZeroBitCount
      let dividend = digits << UInt64(digits.leadingZeroBitCount)
      let (quotient, remainder) = (divisor << UInt64(divisor.leadingZeroBitCount))
        .dividingFullWidth((high: dividend >> 1, low: dividend << 63))
      let rounded = Double(remainder == 0 ? quotient : quotient | 1)
      // A power of two from 2^-126 to 1, by its bits.
      return rounded * Double(bitPattern: UInt64(1023 - 63 - shift) << 52)
    }
  }

  /// The powers of ten that are exact in `Double`.
  private static let floatPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The powers of ten that fit 64 bits.
  private static let integerPowers: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}
