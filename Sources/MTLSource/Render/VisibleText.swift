/// Text as it can be shown: every character that cannot be seen is written out.
package enum VisibleText {
  /// A text on one line, its line ends, tabs and hidden characters written as escapes.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { needsEscape($0) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if needsEscape(scalar) { result += escape(scalar) } else { append(scalar, to: &result) }
    }
    return result
  }

  /// A text of several lines, everything else that cannot be seen written as escapes.
  package static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
  }

  /// A character as an escape, such as `\u{202E}`.
  package static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }

  /// How many columns of a terminal a character takes: 0, 1 or 2.
  package static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\t" || HiddenCharacter.isHidden(scalar)
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    text.unicodeScalars.append(scalar)
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x25FD...0x25FE, 0x2614...0x2615,
      0x2648...0x2653, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x2705, 0x270A...0x270B,
      0x2728, 0x274C, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x2E80...0x303E, 0x3041...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x1FA70...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
