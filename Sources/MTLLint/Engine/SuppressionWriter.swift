import MTLSource
import MTLSyntax

/// Writes comments that hide findings, for specs that are to be linted from now on.
package enum SuppressionWriter {
  /// A spec with a comment for every finding that can be hidden.
  ///
  /// A code joins the comment of its line where there is one; otherwise the comment stands behind the
  /// line, or above it where another comment ends it.
  package static func hiding(_ diagnostics: [Diagnostic], in tree: SyntaxTree) -> SourceText {
    let source = tree.source
    var codes: [Int: [String]] = [:]
    for diagnostic in diagnostics where diagnostic.primary.source === source {
      guard diagnostic.severity != .error || diagnostic.code == nil else { continue }
      let line = source.lineIndex(of: diagnostic.primary.range.start)
      if !(codes[line] ?? []).contains(diagnostic.identity.id) {
        codes[line, default: []].append(diagnostic.identity.id)
      }
    }
    let comments = Dictionary(
      tree.comments.map { (source.lineIndex(of: $0.start), $0) }, uniquingKeysWith: { $1 })
    let suppressions = Dictionary(
      Suppression.all(in: tree).map { (source.lineIndex(of: $0.range.start), $0) },
      uniquingKeysWith: { $1 })
    var bytes = source.bytes
    for (line, codes) in codes.sorted(by: { $0.key > $1.key }) {
      let list = codes.joined(separator: ", ")
      if let last = suppressions[line]?.codes.last {
        bytes.insert(contentsOf: ", \(list)".utf8, at: last.range.end)
      } else if comments[line] != nil {
        let start = source.lineStarts[line]
        let indent = source.bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }
        // A blank line keeps the comment from being one with a comment that is found something in.
        let isAlone = comments[line]?.start == start + indent.count
        let end = isAlone ? "\n\n" : "\n"
        bytes.insert(contentsOf: indent + "// mtl: ignore \(list)\(end)".utf8, at: start)
      } else {
        bytes.insert(contentsOf: "  // mtl: ignore \(list)".utf8, at: endOfLine(line, source))
      }
    }
    return SourceText(name: source.name, bytes: bytes)
  }

  /// Where a line's text ends, before its blanks and its line end.
  private static func endOfLine(_ line: Int, _ source: SourceText) -> Int {
    let start = source.lineStarts[line]
    var end = line + 1 < source.lineStarts.count ? source.lineStarts[line + 1] : source.bytes.count
    while end > start, [0x0A, 0x0D, 0x20, 0x09].contains(source.bytes[end - 1]) { end -= 1 }
    return end
  }
}
