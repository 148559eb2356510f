import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL707: training without a row to judge by.
enum NothingHeldOut: Rule {
  static let identity = DiagnosticIdentity(707, "nothing-held-out")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A spec that trains on every row of every data set: no share of them is held out for validation or \
      the test, and no file is given for either. Rows that are made up at random are left alone.
      """,
    why: """
      All figures are then of rows that have been learnt: they say nothing of others, and neither the best \
      epoch nor an early stop can be chosen.
      """,
    bad: spec("0%", "0%"), good: spec("15%", "15%"))

  private static func spec(_ validation: String, _ test: String) -> String {
    HousesSpec.joined([
      """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price, rent: number
          split   random(validation: \(validation), test: \(test))
      }
      """, HousesSpec.trunk, HousesSpec.price, HousesSpec.rent, HousesSpec.train("epochs    30"),
    ])
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let sets = spec.model.dataSets
    guard spec.hasTrainBlock, let first = sets.first,
      !sets.contains(where: { $0.holdsOut(.validation) || $0.holdsOut(.test) }),
      !sets.allSatisfy({ $0.origin.isNoise })
    else { return }
    findings.report(
      "no row is held out for validation or the test", at: first.splitRange,
      secondary: sets.dropFirst().prefix(3).map { ($0.splitRange, "nor here") },
      fix: Fix("hold some out: `split random(validation: 10%, test: 10%)`"))
  }
}
