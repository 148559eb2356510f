import MTLSemantics
import MTLSource

/// MTL507: a class that hardly occurs.
enum ClassImbalance: Rule {
  static let identity = DiagnosticIdentity(507, "class-imbalance")
  static let severity = Diagnostic.Severity.note
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A label of which a class is that of less than 1 % of the training rows.
      """,
    why: """
      A model that never predicts the class is right nearly always, and accuracy does not show it. Judge by `auc` or \
      `macro_f1`, weigh the class, or give the label more rows.
      """,
    bad: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(16) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """,
    good: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(16) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold, pos_weight: 200)
          metric auc
      }
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,sold", rows: 2000) { row, numbers in
        [numbers.text(), numbers.text(), row % 250 == 0 ? "1" : "0"]
      }
    ])

  /// Below which share of the rows a class is rare.
  private static let rareShare = 0.01

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (column, profile) in spec.profiledColumns(of: .label) {
      guard let rarest = profile.classCounts.last, profile.classCounts.count > 1,
        Double(rarest.count) < rareShare * Double(profile.count),
        !spec.weighsClasses(of: column.name)
      else { continue }
      findings.report(
        "the class \(rarest.name) of `\(column.name)` has \(rarest.count) of \(profile.count) training rows",
        at: column.range,
        fix: Fix(
          "judge the task by a metric that sees rare classes, or weigh the class in the loss"))
    }
  }
}
