/// Characters that cannot be seen or that change how what stands around them is seen.
package enum HiddenCharacter {
  /// Whether a character is a control, zero-width or bidirectional one; line feed and tab are not.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && scalar != "\t" && (isControl(scalar) || isFormat(scalar))
  }

  /// What kind of character it is, in a word.
  package static func kind(_ scalar: Unicode.Scalar) -> String {
    if isControl(scalar) { return "control" }
    return isBidirectional(scalar) ? "bidirectional" : "zero-width"
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      || scalar.value == 0x2028 || scalar.value == 0x2029
  }

  private static func isBidirectional(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func isFormat(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D,
      0x2060...0x2065, 0x206A...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB,
      0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      true
    default: isBidirectional(scalar)
    }
  }
}
