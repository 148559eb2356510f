import MTLSource

/// What rules have found in a spec.
package struct Findings {
  /// The findings about the spec's own text; an imported file is linted where it is named.
  package private(set) var diagnostics: [Diagnostic] = []
  private let sources: SourceMap
  /// The rule that looks at the spec.
  var rule: any Rule.Type
  private var reported: Set<Finding> = []

  private struct Finding: Hashable {
    let identity: DiagnosticIdentity
    let range: SourceRange
  }

  init(_ sources: SourceMap, rule: any Rule.Type) {
    self.sources = sources
    self.rule = rule
  }

  /// Reports a finding of the rule that is looking; the same place is reported once.
  ///
  /// - Parameters:
  ///   - message: One sentence that stands alone: lower-case start, names in backquotes, no full stop.
  ///   - label: The local fact.
  ///   - secondary: Other places that matter, each with what holds there.
  ///   - fix: What to do, with the edits that do it; whether they are safe is the rule's own.
  package mutating func report(
    _ message: String, at range: SourceRange, label: String = "",
    secondary: [(SourceRange, String)] = [], notes: [String] = [], fix: Fix? = nil,
    severity: Diagnostic.Severity? = nil
  ) {
    guard sources.index(of: range.start) == 0,
      reported.insert(Finding(identity: rule.identity, range: range)).inserted
    else { return }
    let help = fix.map { fix in
      Diagnostic.Help(
        fix.text, edits: sources.edits(fix.edits, in: range), isSafe: rule.fix == .safe)
    }
    diagnostics.append(
      Diagnostic(
        rule.identity, severity ?? rule.severity, message, at: sources.label(range, label),
        secondary: secondary.map { sources.label($0.0, $0.1) }, notes: notes,
        helps: help.map { [$0] } ?? []))
  }
}

/// What may be done about a finding.
package struct Fix: Sendable {
  /// What to do, as an instruction: lower-case start, no full stop.
  package let text: String
  /// The edits that do it; none where only a person can.
  package let edits: [Diagnostic.Edit]

  package init(_ text: String, edits: [Diagnostic.Edit] = []) {
    self.text = text
    self.edits = edits
  }
}
