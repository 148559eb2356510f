import MTLSource

/// MTL114: a comment that hides what there is not.
enum UnknownRuleInSuppression: SuppressionRule {
  static let identity = DiagnosticIdentity(114, "unknown-rule-in-suppression")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: """
      A comment `// mtl: ignore ...` names no rule, or something that is called like none.
      """,
    why: """
      It hides nothing, and who wrote it believes that it does. Errors cannot be hidden: a spec with one is \
      not trained.
      """,
    bad: """
      // mtl: ignore-file naming-conventions -- the names are those of the paper

      \(Houses.prices)

      task Price(houses.features) {
          encode -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      // mtl: ignore-file naming-convention -- the names are those of the paper

      \(Houses.prices)

      task Price(houses.features) {
          encode -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(
    _ hiding: Hiding, _ spec: LintedSpec, _ settings: LintSettings, _ findings: inout Findings
  ) {
    for suppression in hiding.suppressions {
      if suppression.codes.isEmpty {
        findings.report(
          "the comment does not say which rules it hides", at: suppression.range,
          fix: Fix("name them, such as `// mtl: ignore \(UnusedShared.identity.name) -- why`"))
      }
      for code in suppression.codes where code.selector == nil { report(code, &findings) }
    }
  }

  private static func report(_ code: Suppression.Code, _ findings: inout Findings) {
    if let error = DiagnosticCode(code.text) {
      return findings.report(
        "`\(code.text)` is an error, and errors cannot be hidden", at: code.range,
        fix: Fix("put right what `\(error.name)` is about, and take the comment out"))
    }
    let isNumber = code.text.last?.isNumber ?? false
    let near = isNumber ? nil : NearName.best(for: code.text, among: RuleSelector.names)
    findings.report(
      "there is no rule `\(code.text)`", at: code.range,
      fix: near.map { name in
        Fix("did you mean `\(name)`?", edits: [.init(code.range, name)])
      } ?? Fix("write the code or the name that a finding has in brackets"))
  }
}
