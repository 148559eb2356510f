import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL572: equal rows with different labels.
enum ConflictingLabels: Rule {
  static let identity = DiagnosticIdentity(572, "conflicting-labels")
  static let severity = Diagnostic.Severity.note
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      More than 5 % of the training rows have the features of an earlier row and another class.
      """,
    why: """
      No model can be right on both: what is missing is a feature that tells them apart, or the labels are wrong.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area, garden: number
          label   sold: flag
          split   random(validation: 20%, test: 0%)
      }

      task sold(houses.features) {
          encode -> dense(16) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area, garden, year: number
          label   sold: flag
          split   random(validation: 20%, test: 0%)
      }

      task sold(houses.features) {
          encode -> dense(16) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,garden,year,sold") { row, numbers in
        let house = Double(row % 6 == 0 ? row + 1 : row)
        return [
          String((house * 0.37).truncatingRemainder(dividingBy: 11)),
          String((house * 0.73).truncatingRemainder(dividingBy: 13)),
          String((house * 0.91).truncatingRemainder(dividingBy: 17)), numbers.text(),
          numbers.next() < 0.5 ? "0" : "1",
        ]
      }
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets {
      guard let profile = spec.data?.dataSets[data.name] else { continue }
      for label in data.columns where label.role == .label {
        guard let count = profile.contradictions[label.name],
          let rows = profile.rowCounts[.train], count * 20 > rows,
          !profile.comesByChance(share: Double(count) / Double(rows), data)
        else { continue }
        findings.report(
          "\(count) of \(rows) training rows have the features of another row and another `\(label.name)`",
          at: label.range, fix: Fix("add a feature that tells them apart, or look at the labels"))
      }
    }
  }
}
