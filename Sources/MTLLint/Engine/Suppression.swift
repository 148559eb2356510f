import MTLSource
import MTLSyntax

/// A comment that hides findings: `// mtl: ignore MTL301, unused-shared -- why`.
///
/// Behind a line it is about that line; alone on a line it is about the declaration or line of a body
/// that follows. `// mtl: ignore-file MTL301 -- why` is about the whole file.
package struct Suppression: Sendable {
  /// One code or name of the comment, as written.
  package struct Code: Sendable {
    package let text: String
    package let range: SourceRange
    /// What it means; `nil` where there is nothing of that name.
    package let selector: RuleSelector?
  }

  package let codes: [Code]
  /// What stands behind `--`; `nil` where nothing does.
  package let reason: String?
  /// The comment, from its slashes to its line's end.
  package let range: SourceRange
  /// The offsets of the text that it is about.
  package let covered: SourceRange

  /// The code that hides a finding; `nil` where none does.
  package func code(hiding diagnostic: Diagnostic) -> Int? {
    let start = diagnostic.primary.range.start
    guard covered.start <= start, start < covered.end else { return nil }
    return codes.firstIndex { $0.selector?.matches(diagnostic.identity) ?? false }
  }

  /// Every such comment of a spec.
  package static func all(in tree: SyntaxTree) -> [Suppression] {
    tree.comments.compactMap { Suppression(comment: $0, in: tree) }
  }

  private init?(comment range: SourceRange, in tree: SyntaxTree) {
    let source = tree.source
    let text = source.text(range)
    guard let (isFile, start) = Suppression.directive(text) else { return nil }
    let body = text.utf8.dropFirst(start)
    let parts = String(decoding: body, as: UTF8.self).split(separator: "--", maxSplits: 1)
    reason = parts.count > 1 ? parts[1].trimmingBlanks : nil
    codes = Suppression.codes(
      parts.first ?? "", at: range.start + start)
    self.range = range
    covered =
      isFile
      ? SourceRange(0, source.bytes.count + 1) : Suppression.covered(by: range, in: tree)
  }

  /// Whether a comment is such a one: whether it is about the file, and where its codes begin.
  private static func directive(_ text: String) -> (isFile: Bool, start: Int)? {
    var rest = text[...].drop { $0 == "/" }.drop { $0 == " " }
    guard rest.hasPrefix("mtl:") else { return nil }
    rest = rest.dropFirst(4).drop { $0 == " " }
    for (word, isFile) in [("ignore-file", true), ("ignore", false)] where rest.hasPrefix(word) {
      let codes = rest.dropFirst(word.count)
      guard codes.isEmpty || codes.first == " " else { continue }
      return (isFile, text.utf8.distance(from: text.startIndex, to: codes.startIndex))
    }
    return nil
  }

  private static func codes(_ text: Substring, at start: Int) -> [Code] {
    var codes: [Code] = []
    var offset = start
    for piece in text.split(omittingEmptySubsequences: false, whereSeparator: { ", ".contains($0) })
    {
      let length = piece.utf8.count
      if length > 0 {
        let word = String(piece)
        codes.append(
          Code(
            text: word, range: SourceRange(offset, offset + length), selector: RuleSelector(word)))
      }
      offset += length + 1
    }
    return codes
  }

  /// What a comment is about: its own line, or what begins behind it where it stands alone.
  private static func covered(by range: SourceRange, in tree: SyntaxTree) -> SourceRange {
    let source = tree.source
    let line = source.lineIndex(of: range.start)
    let lineStart = source.lineStarts[line]
    let isAlone = source.bytes[lineStart..<range.start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    guard isAlone,
      let next = tree.tokens.first(where: {
        $0.range.start >= range.end && $0.kind != .newline && $0.kind != .endOfFile
      })
    else { return SourceRange(lineStart, endOfLine(line, source)) }
    let statement = tree.statement(beginningAt: next.range.start)
    let last = source.lineIndex(of: max(statement?.end ?? next.range.end, next.range.start + 1) - 1)
    // From the comment on, so that it is about comments between the two, and about itself, as well.
    return SourceRange(range.start, endOfLine(last, source))
  }

  private static func endOfLine(_ line: Int, _ source: SourceText) -> Int {
    line + 1 < source.lineStarts.count ? source.lineStarts[line + 1] : source.bytes.count + 1
  }
}

extension SyntaxTree {
  /// The declaration, or the line of a body or a block, that begins at an offset.
  fileprivate func statement(beginningAt offset: Int) -> SourceRange? {
    for declaration in declarations {
      if declaration.range.start == offset { return declaration.range }
      guard declaration.range.start < offset, offset < declaration.range.end else { continue }
      return declaration.lines.first { $0.start == offset }
    }
    return nil
  }
}

extension Declaration {
  /// The lines of the declaration's body or block.
  fileprivate var lines: [SourceRange] {
    switch kind {
    case .data(let data): data.lines.map { $0.range }
    case .columns(let set): set.lines.map { $0.range }
    case .block(let block): block.body.lines
    case .shared(let shared): shared.body.lines
    case .task(let task): task.body.lines
    case .parameters(let parameters): parameters.clauses.map { $0.range }
    case .settings(let settings): settings.clauses.map { $0.range }
    case .model, .imported, .constant, .input, .weighting, .malformed: []
    }
  }
}

extension Body {
  fileprivate var lines: [SourceRange] {
    items.map { item in
      switch item {
      case .chain(let chain): chain.range
      case .result(let result): result.range
      case .malformed(let range): range
      }
    }
  }
}

extension Substring {
  /// The text without the blanks at its ends; `nil` where nothing is left.
  fileprivate var trimmingBlanks: String? {
    var text = self.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text.isEmpty ? nil : String(text)
  }
}
