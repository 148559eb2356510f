import MTLSource

/// Applies the edits of findings.
package enum Fixer {
  /// A text with edits of its findings applied: those that touch no other one's, in the order of findings.
  ///
  /// - Parameter allowsUnsafe: Whether edits that change numbers are applied too.
  package static func apply(
    _ diagnostics: [Diagnostic], to source: SourceText, allowsUnsafe: Bool
  ) -> (text: SourceText, applied: Int) {
    var chosen: [Diagnostic.Edit] = []
    var applied = 0
    for diagnostic in diagnostics where diagnostic.primary.source === source {
      guard let help = diagnostic.fix(allowsUnsafe: allowsUnsafe) else { continue }
      let touches = help.edits.contains { edit in
        chosen.contains { $0.range.touches(edit.range) }
      }
      guard !touches else { continue }
      chosen += help.edits
      applied += 1
    }
    var bytes = source.bytes
    for edit in chosen.sorted(by: { $0.range.start > $1.range.start }) {
      bytes.replaceSubrange(edit.range.start..<edit.range.end, with: edit.replacement.utf8)
    }
    return (SourceText(name: source.name, bytes: bytes), applied)
  }
}

extension Diagnostic {
  /// The help whose edits may be applied unasked.
  package func fix(allowsUnsafe: Bool) -> Help? {
    helps.first { !$0.edits.isEmpty && ($0.isSafe || allowsUnsafe) }
  }
}

extension SourceRange {
  /// Whether two ranges overlap or meet.
  fileprivate func touches(_ other: SourceRange) -> Bool {
    start <= other.end && other.start <= end
  }
}
