import MTLSemantics
import MTLSource

/// MTL562: a feature that hardly any row has.
enum MostlyMissing: Rule {
  static let identity = DiagnosticIdentity(562, "mostly-missing")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A feature that fewer than one of ten training rows has.
      """,
    why: """
      The model sees the value that stands for a missing one and little else; what it learns of the others is chance.
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
      "houses.csv": PageTable.csv("rooms,area,price") { row, numbers in
        [numbers.text(), row % 20 == 0 ? numbers.text() : "", numbers.text()]
      }
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (column, profile) in spec.profiledColumns(of: .feature)
    where profile.count * 10 < profile.count + profile.missing {
      findings.report(
        "`\(column.name)` is missing in \(profile.missing) of \(profile.count + profile.missing) training rows",
        at: column.range,
        fix: Fix("leave it out, or make a flag of it that says whether it is there"))
    }
  }
}
