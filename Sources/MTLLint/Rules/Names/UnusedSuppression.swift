import MTLSource

/// MTL113: a comment that hides nothing.
enum UnusedSuppression: SuppressionRule {
  static let identity = DiagnosticIdentity(113, "unused-suppression")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what:
      "A comment `// mtl: ignore ...` names a rule that finds nothing where the comment stands.",
    why: """
      What it was for has been put right, or the comment stands in the wrong place. Left there it hides the \
      next mistake of the kind.
      """,
    bad: """
      \(Houses.prices)

      // mtl: ignore unused-shared -- another file imports it
      shared trunk(houses.features) {
          encode -> dense(32) -> relu
      }

      \(Houses.priceHead)
      """,
    good: """
      \(Houses.prices)

      \(Houses.trunk)

      \(Houses.priceHead)
      """)

  static func check(
    _ hiding: Hiding, _ spec: LintedSpec, _ settings: LintSettings, _ findings: inout Findings
  ) {
    for (place, suppression) in hiding.suppressions.enumerated() {
      let codes = suppression.codes
      let unused = codes.indices.filter {
        hiding.isUnused(place, code: $0) && !isAboutComments(codes[$0])
      }
      if unused.count == codes.count, let first = codes.first {
        findings.report(
          codes.count == 1 ? "`\(first.text)` hides nothing here" : "the comment hides nothing",
          at: suppression.range,
          fix: Fix("take the comment out", edits: [spec.removingComment(suppression.range)]))
        continue
      }
      for index in unused {
        findings.report(
          "`\(codes[index].text)` hides nothing here", at: codes[index].range,
          fix: Fix("take it out of the comment", edits: [removing(index, of: codes)]))
      }
    }
  }

  /// Whether a code means one of the rules about such comments, which look when all others have.
  private static func isAboutComments(_ code: Suppression.Code) -> Bool {
    guard let selector = code.selector else { return false }
    return Rules.all.contains { rule in
      rule.aboutSuppressions != nil && selector.precision == String(rule.identity.number).count
        && selector.matches(rule.identity)
    }
  }

  /// An edit that takes a code out, with the comma beside it.
  private static func removing(_ index: Int, of codes: [Suppression.Code]) -> Diagnostic.Edit {
    let range = codes[index].range
    if index + 1 < codes.count {
      return Diagnostic.Edit(SourceRange(range.start, codes[index + 1].range.start), "")
    }
    return Diagnostic.Edit(
      SourceRange(index > 0 ? codes[index - 1].range.end : range.start, range.end), "")
  }
}
