import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL518: too few rows to judge by.
enum TinyEvaluationSplit: Rule {
  static let identity = DiagnosticIdentity(518, "tiny-evaluation-split")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      Fewer than 50 rows that are held out for validation or for the test, where some are.
      """,
    why: """
      A metric over so few rows moves by whole points from one row to the next: the best epoch is chosen by chance.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 2%, test: 10%)
      }

      \(Houses.price)
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 20%, test: 10%)
      }

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price") { _, numbers in
        [numbers.text(), numbers.text(), numbers.text()]
      }
    ])

  private static let leastRows = 50

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets {
      guard let profile = spec.data?.dataSets[data.name] else { continue }
      for part in [Split.validation, .test] {
        guard let count = profile.rowCounts[part], count > 0, count < leastRows else { continue }
        findings.report(
          "only \(count) of \(profile.rowCount) rows of `\(data.name)` are held out as \(part.rawValue) rows",
          at: data.splitRange, fix: Fix("hold out more of them"))
      }
    }
  }
}
