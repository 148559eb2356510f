import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL571: test rows that are training rows as well.
enum RowsInSeveralParts: Rule {
  static let identity = DiagnosticIdentity(571, "duplicate-rows-across-splits")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      More than 1 % of the test rows have the features of a training row.
      """,
    why: """
      The model has seen them: the test says how well it remembers. Rows that are equal as a whole are kept together by \
      `split random`; these differ in a label or a column that is no feature, or come in files of their own.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area, garden: number
          label   price: number
      }

      \(Houses.price)
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area, garden, year: number
          label   price: number
      }

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,garden,year,price") { row, numbers in
        let house = Double(row % 8 == 0 ? row + 1 : row)
        return [
          String((house * 0.37).truncatingRemainder(dividingBy: 11)),
          String((house * 0.73).truncatingRemainder(dividingBy: 13)),
          String((house * 0.91).truncatingRemainder(dividingBy: 17)), numbers.text(),
          numbers.text(),
        ]
      }
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets {
      guard let profile = spec.data?.dataSets[data.name], let test = profile.rowCounts[.test],
        profile.repeatedTestRows * 100 > test,
        !profile.comesByChance(share: Double(profile.repeatedTestRows) / Double(test), data)
      else { continue }
      findings.report(
        "\(profile.repeatedTestRows) of \(test) test rows of `\(data.name)` have the features of a training row",
        at: data.range,
        fix: Fix("take copies out of the file, or hold out by a column that tells them apart"))
    }
  }
}
