import MTLSemantics
import MTLSource

/// MTL513: a task with hardly any labels.
enum UnbalancedCoverage: Rule {
  static let identity = DiagnosticIdentity(513, "label-coverage-gap")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A label that fewer than 50 training rows have, or a hundred times fewer than another task has.
      """,
    why: """
      The task is trained on next to nothing while the others go on: it is overfitted or drowned.
      """,
    bad: """
      \(Houses.pricesAndRents)

      \(Houses.price)

      task rent(houses.features) {
          encode -> dense(16) -> relu -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          column  rent: number
      }

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price,rent") { row, numbers in
        [numbers.text(), numbers.text(), numbers.text(), row % 100 == 0 ? numbers.text() : ""]
      }
    ])

  /// The least number of labels, and how many times fewer than another task's are few.
  private static let leastLabels = 50
  private static let mostTimes = 100

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let labels = spec.profiledColumns(of: .label)
    let most = labels.map { $0.profile.count }.max() ?? 0
    for (column, profile) in labels where profile.count + profile.missing >= leastLabels {
      guard profile.count < leastLabels || profile.count * mostTimes < most else { continue }
      findings.report(
        "only \(profile.count) of \(profile.count + profile.missing) training rows have `\(column.name)`",
        at: column.range, fix: Fix("label more rows, or train the task on data of its own"))
    }
  }
}
