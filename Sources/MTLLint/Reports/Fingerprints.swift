import MTLFormats
import MTLSource

/// Names of findings that outlive edits elsewhere: from the path, the code, the text of the line, and
/// a running number for those that agree in all three.
struct Fingerprints: Sendable {
  private var counts: [String: Int] = [:]

  /// The fingerprint of the next finding.
  mutating func next(of diagnostic: Diagnostic, in text: inout FingerprintedText) -> String {
    let line = text.digest(of: diagnostic.primary)
    let parts = [text.path, diagnostic.identity.id, line]
    let base = Fingerprints.digest(of: parts)
    let number = counts[base, default: 0]
    counts[base] = number + 1
    return number == 0 ? base : Fingerprints.digest(of: parts + [String(number)])
  }

  /// Half of a SHA-256 digest of texts that a zero byte parts.
  static func digest(of parts: [String]) -> String {
    let bytes = parts.map { Array($0.utf8) }.joined(separator: [0])
    return String(SHA256.hexDigest(of: Array(bytes)).prefix(32))
  }
}

/// A spec's text, of which each line is read once however many findings it has.
struct FingerprintedText {
  let path: String
  private let source: SourceText
  private var digests: [Int: String] = [:]

  init(_ source: SourceText, path: String) {
    self.source = source
    self.path = path
  }

  /// The digest of the line that a finding begins on, its blanks made even.
  mutating func digest(of label: Diagnostic.Label) -> String {
    guard label.source === source else { return "" }
    let line = source.lineIndex(of: min(label.range.start, source.bytes.count))
    if let known = digests[line] { return known }
    let words = source.bytes[source.lineRange(line)].split { $0 == 0x20 || $0 == 0x09 }
    let digest = SHA256.hexDigest(of: Array(words.joined(separator: [0x20])))
    digests[line] = digest
    return digest
  }
}

extension [UInt8] {
  fileprivate subscript(_ range: SourceRange) -> ArraySlice<UInt8> {
    self[range.start..<range.end]
  }
}
