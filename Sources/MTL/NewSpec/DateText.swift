/// Recognises dates and times of the day, which columns cannot hold yet.
enum DateText {
  /// Whether a text is a date, a time of the day, or both.
  static func isDate(_ text: String) -> Bool {
    guard text.utf8.count <= 40, text.utf8.first.map({ isDigit($0) }) == true else { return false }
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard let first = parts.first else { return false }
    return isDay(first) || isTime(first)
  }

  /// Whether a text is a day, such as `2011-01-31` or `31.1.2011`.
  private static func isDay(_ text: Substring) -> Bool {
    for separator in "-/." {
      let numbers = text.split(separator: separator, omittingEmptySubsequences: false)
      guard numbers.count == 3, numbers.allSatisfy({ $0.utf8.allSatisfy(isDigit) }) else {
        continue
      }
      let lengths = numbers.map(\.utf8.count)
      if lengths[0] == 4, (1...2).contains(lengths[1]), (1...2).contains(lengths[2]) { return true }
      let isShort = separator == "/" && lengths[2] == 2
      if (1...2).contains(lengths[0]), (1...2).contains(lengths[1]), lengths[2] == 4 || isShort {
        return true
      }
    }
    return false
  }

  /// Whether a text is a time of the day, such as `18:05` or `18.00.00`.
  private static func isTime(_ text: Substring) -> Bool {
    for separator in ":." {
      let numbers = text.split(separator: separator, omittingEmptySubsequences: false)
      guard numbers.count == 3 || numbers.count == 2 && separator == ":",
        let hours = numbers.first.flatMap({ Int($0) }), hours < 25
      else { continue }
      let rest = numbers.dropFirst()
      let digits = rest.map { $0.utf8.prefix(while: isDigit).count }
      if digits.allSatisfy({ $0 == 2 }) { return true }
    }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
