import MTLSource

/// Finds the characters that may stand nowhere in a text, comments included.
enum CharacterCheck {
  /// One diagnostic for each run of hidden characters and one for the first bad byte.
  static func diagnostics(in source: SourceText) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    var hasBadByte = false
    var runEnd = -1
    let bytes = source.bytes
    var offset = isMarked(bytes) ? 3 : 0
    while offset < bytes.count {
      if bytes[offset].isPlain || isLineEnd(bytes, offset) {
        offset += 1
        continue
      }
      let (scalar, length) = UTF8Decoder.scalar(in: bytes, at: offset)
      let range = SourceRange(offset, offset + length)
      if let scalar {
        if HiddenCharacter.isHidden(scalar) {
          let isFirst = offset != runEnd && findings.count < SyntaxTree.mostDiagnostics
          if isFirst { findings.append(hidden(scalar, range, source)) }
          runEnd = range.end
        }
      } else if !hasBadByte {
        hasBadByte = true
        findings.append(badByte(range, source))
      }
      offset += length
    }
    return findings
  }

  /// Whether a text begins with a byte-order mark.
  static func isMarked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

  /// Whether a line ends at an offset; a carriage return belongs to one only before a line feed.
  private static func isLineEnd(_ bytes: [UInt8], _ offset: Int) -> Bool {
    bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
  }

  private static func hidden(
    _ scalar: Unicode.Scalar, _ range: SourceRange, _ source: SourceText
  ) -> Diagnostic {
    let number = String(scalar.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - number.count)) + number
    return Diagnostic(
      .hiddenCharacter, "\(HiddenCharacter.kind(scalar)) character U+\(code) in the text",
      at: .init(source, range, "cannot be seen"),
      notes: ["such characters can make a text look other than it is read, so they stand nowhere"],
      helps: [.init("remove it", edits: [.init(range, "")])])
  }

  private static func badByte(_ range: SourceRange, _ source: SourceText) -> Diagnostic {
    Diagnostic(
      .invalidUtf8, "the text is not UTF-8", at: .init(source, range, "the first bad byte"),
      helps: [.init("save the file as UTF-8")])
  }
}

extension UInt8 {
  /// Whether it is a character of ASCII that can be seen, a blank, a tab or a line feed.
  fileprivate var isPlain: Bool { (self >= 0x20 && self < 0x7F) || self == 0x0A || self == 0x09 }
}
