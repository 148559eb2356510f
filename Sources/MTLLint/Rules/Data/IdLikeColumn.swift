import MTLSemantics
import MTLSource

/// MTL509: a feature that numbers the rows.
enum IdLikeColumn: Rule {
  static let identity = DiagnosticIdentity(509, "id-like-column")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A feature of whole numbers, or of classes, that is another one in every row.
      """,
    why: """
      It is the row's name rather than something about it: a model learns the training rows by heart from it, and \
      sees values in use that it has never met.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature id, area: number
          label   price: number
      }

      \(Houses.price)
      """,
    good: """
      data houses from csv("houses.csv") {
          column  id: number
          feature area: number
          label   price: number
      }

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("id,area,price") { row, numbers in
        [String(row * 7), numbers.text(), numbers.text()]
      }
    ])

  /// The least number of rows that say something.
  private static let leastRows = 50

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (column, profile) in spec.profiledColumns(of: .feature)
    where profile.count >= leastRows && profile.distinct == profile.count {
      guard profile.numbers.map({ $0.areWhole }) ?? true else { continue }
      findings.report(
        "`\(column.name)` has another value in every training row", at: column.range,
        label: "names a row", fix: Fix("make it a `column`, which no body reads"))
    }
  }
}
