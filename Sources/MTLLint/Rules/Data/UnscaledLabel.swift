import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL563: a label of large numbers that is not scaled.
enum UnscaledLabel: Rule {
  static let identity = DiagnosticIdentity(563, "unscaled-label")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A label of numbers with `scale: none` whose standard deviation is above 100 or below 0.01.
      """,
    why: """
      Its loss is ten thousand times as large, or as small, as that of the other tasks, and the shared layers \
      learn for one task alone.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number(scale: none)
      }

      \(Houses.price)
      """,
    good: """
      \(Houses.prices)

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price") { _, numbers in
        [numbers.text(), numbers.text(), String(numbers.next() * 900_000)]
      }
    ])

  private static let usual = 0.01...100

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (column, profile) in spec.profiledColumns(of: .label) {
      guard let numbers = profile.numbers, let type = column.type, !type.isScaled,
        numbers.standardDeviation > 0, !usual.contains(numbers.standardDeviation),
        !spec.takesCounts(column.name)
      else { continue }
      findings.report(
        "`\(column.name)` is learnt as it is, and its standard deviation is \(numbers.standardDeviation.brief)",
        at: column.range, label: "not scaled",
        fix: Fix(
          "leave `scale: none` out; metrics and predictions are in the file's units all the same"))
    }
  }
}
