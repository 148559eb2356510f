import MTLSemantics
import MTLSource

/// MTL508: a feature that is the same in all rows.
enum ConstantColumn: Rule {
  static let identity = DiagnosticIdentity(508, "constant-column")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A feature with one value in all training rows.
      """,
    why: """
      It tells the model nothing, and its scale cannot be learnt: a row that differs later is far off.
      """,
    bad: """
      \(Houses.prices)

      \(Houses.price)
      """,
    good: """
      \(Houses.areasAside)

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price") { _, numbers in
        [numbers.text(), "7", numbers.text()]
      }
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (column, profile) in spec.profiledColumns(of: .feature)
    where profile.distinct == 1 && profile.count > 1 && profile.missing == 0 {
      findings.report(
        "`\(column.name)` is the same in all \(profile.count) training rows", at: column.range,
        fix: Fix("make it a `column`, or leave it out"))
    }
  }
}
