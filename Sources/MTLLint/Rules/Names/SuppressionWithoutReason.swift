import MTLSource

/// MTL119: a comment that hides findings and does not say why.
enum SuppressionWithoutReason: SuppressionRule {
  static let identity = DiagnosticIdentity(119, "suppression-without-reason")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A comment `// mtl: ignore ...` has no reason behind `--`. It is reported only where the configuration \
      asks for reasons.
      """,
    why: "Who meets the comment later cannot tell whether what it was for is still so.",
    bad: """
      \(Houses.prices)

      // mtl: ignore unused-shared
      shared wide(houses.features) {
          encode -> dense(64) -> relu
      }

      \(Houses.linearPrice)
      """,
    good: """
      \(Houses.prices)

      // mtl: ignore unused-shared -- the next release reads it
      shared wide(houses.features) {
          encode -> dense(64) -> relu
      }

      \(Houses.linearPrice)
      """)

  static func check(
    _ hiding: Hiding, _ spec: LintedSpec, _ settings: LintSettings, _ findings: inout Findings
  ) {
    guard settings.requiresReasons else { return }
    for suppression in hiding.suppressions where suppression.reason == nil {
      findings.report(
        "the comment does not say why it hides a finding", at: suppression.range,
        fix: Fix("say it behind `--` at the end of the comment"))
    }
  }
}
