import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL628: a batch that no epoch fills.
enum BatchLargerThanData: Rule {
  static let identity = DiagnosticIdentity(628, "batch-larger-than-data")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A batch of more rows than train, where the spec tells how many there are, as for `synthetic` \
      sources.
      """,
    why: "Every epoch is a single step, smaller than the batch that is written.",
    bad: spec(1024), good: spec(64))

  private static func spec(_ batch: Int) -> String {
    HousesSpec.joined([
      """
      data houses from synthetic(rows: 500) {
          feature rooms, area: number
          label   price, rent: number
      }
      """, HousesSpec.trunk, HousesSpec.price, HousesSpec.rent,
      HousesSpec.train("batch     \(batch)"),
    ])
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let rows = spec.trainingRows, let clause = spec.clauses(.train, "batch").first,
      Double(spec.model.training.batch) > rows
    else { return }
    findings.report(
      "a batch of \(spec.model.training.batch) rows is larger than the training rows, about "
        + "\(Int(rows))", at: clause.range,
      secondary: spec.model.dataSets.prefix(3).map { ($0.range, "where the rows come from") },
      fix: Fix("take a smaller batch, or more rows"))
  }
}
