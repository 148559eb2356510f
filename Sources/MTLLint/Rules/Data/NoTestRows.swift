import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL566: a data set of which no row is held out for the test.
enum NoTestRows: Rule {
  static let identity = DiagnosticIdentity(566, "no-test-rows")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "No row of a data set is held out for the test.",
    why: """
      The best epoch is the one with the best validation scores, so these are too good by a little. Only rows \
      that have had no part in any choice say what the model is worth.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 10%, test: 0%)
      }

      \(Houses.linearPrice)
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 10%, test: 10%)
      }

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets where !data.holdsOut(.test) && !data.isMadeUp {
      findings.report(
        "no row of `\(data.name)` is held out for the test", at: data.splitRange,
        fix: Fix("hold some out, such as `test: 10%`"))
    }
  }
}
