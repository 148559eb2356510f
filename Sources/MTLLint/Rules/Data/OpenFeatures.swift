import MTLSource
import MTLSyntax

/// MTL574: features that only the file knows.
enum OpenFeatures: Rule {
  static let identity = DiagnosticIdentity(574, "open-columns")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "`feature *` makes features of all columns of the file that no other line names.",
    why: """
      A label under another name, an identifier or a column that is added to the file later is read by the \
      model without a word in the spec.
      """,
    bad: """
      data houses from csv("houses.csv") {
          label   price: number
          feature *: number
      }

      \(Houses.linearPrice)
      """,
    good: """
      data houses from csv("houses.csv") {
          label   price: number
          feature rooms, area: number
      }

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for line in spec.tree.declarations.flatMap({ $0.dataLines }) {
      guard case .columns(.feature, let spans, _, _) = line.kind,
        let star = spans.first(where: { $0.first == nil })
      else { continue }
      findings.report(
        "`*` makes a feature of whatever column the file has", at: star.range,
        fix: Fix("name the columns that the model may read"))
    }
  }
}
