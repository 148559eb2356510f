import MTLFormats
import Testing

@Suite struct DecimalNumberTests {
  private func parse(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes.span)
  }

  @Test(arguments: [
    ("0", 0.0), ("1", 1), ("+1", 1), ("-1", -1), ("1e5", 1e5), ("1E+5", 1e5), ("1e-5", 1e-5),
    (".5", 0.5), ("5.", 5), ("-.5e1", -5), ("0.1", 0.1), ("00012", 12), ("1e22", 1e22),
    ("9007199254740993", 9_007_199_254_740_992), ("0.30000000000000004", 0.1 + 0.2),
    ("123456789012345678901234567890", 123_456_789_012_345_677_877_719_597_056),
    ("1.7976931348623157e308", .greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude),
    ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown), ("1e-400", 0),
    ("0e999999999999999999999", 0), ("1e-999999999999999999999", 0), ("0.000001", 1e-6),
    ("1.00000000000000011102230246251565", 1), ("1.000000000000000111022302462515655", 1.0.nextUp),
    ("18446744073709551615", 0x1p64), ("9223372036854775807.5", 0x1p63),
  ])
  func value(_ text: String, _ expected: Double) {
    #expect(parse(text)?.bitPattern == expected.bitPattern)
  }

  @Test func negativeZero() {
    for text in ["-0", "-0.0", "-0e5", "-1e-400"] { #expect(parse(text)?.sign == .minus) }
  }

  @Test(arguments: [
    "", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-", "1..2", "1.2.3", "1,5", " 1", "1 ",
    "--1", "+-1", "0x10", "inf", "-inf", "nan", "NaN", "Infinity", "1_000", "1e5.0", "1f", "1e400",
    "-1e400", "1e999999999999999999999", "12a", "a12", "１", "1\0", "NA", "½",
  ])
  func noNumber(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func randomNumbersAreRoundedCorrectly() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<20_000 {
      let text = randomNumber(using: &generator)
      #expect(parse(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test func shortestTextsComeBack() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<10_000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { #expect(parse(value.description)?.bitPattern == value.bitPattern) }
      let small = Double.random(in: -1000...1000, using: &generator)
      #expect(parse(small.description)?.bitPattern == small.bitPattern)
    }
  }

  @Test func manyZerosBesideLargeExponents() {
    let zeros = String(repeating: "0", count: 1_000)
    #expect(parse("0.\(zeros)1e1003") == 100)
    #expect(parse("1\(zeros)e-1000") == 1)
    #expect(parse("0.\(zeros)1e10000000000000") == nil)
  }

  /// Digits about a point and an exponent, most within the range of `Double`.
  private func randomNumber(using generator: inout SeededGenerator) -> String {
    let digits = String(generator.next() >> UInt64.random(in: 0..<64, using: &generator))
    let point = Int.random(in: 0...digits.count, using: &generator)
    var text = Bool.random(using: &generator) ? "-" : ""
    text += digits.prefix(point)
    if Bool.random(using: &generator) { text += "." }
    text += digits.dropFirst(point)
    if Bool.random(using: &generator) {
      text += "e\(Int.random(in: -40...40, using: &generator))"
    }
    return text
  }
}
