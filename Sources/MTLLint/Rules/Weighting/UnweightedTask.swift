import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL458: a task that constant weights leave out.
enum UnweightedTask: Rule {
  static let identity = DiagnosticIdentity(458, "unweighted-task")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "Constant weights that name some of three or more tasks and leave others at 1.",
    why:
      "A task that was added later may have been forgotten; with its weight written the line says all.",
    bad: spec("static(price: 2, rent: 0.5)"), good: spec("static(price: 2, rent: 0.5, size: 1)"))

  private static func spec(_ weighting: String) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms, age: number
        label   price, rent, size: number
    }

    \(HousesSpec.trunk)

    \(HousesSpec.price)

    \(HousesSpec.rent)

    \(HousesSpec.task("size"))

    weighting \(weighting)
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.tasks.count > 2 else { return }
    for stage in spec.weightingStages where stage.kind.weightOrigin == .spec {
      guard let written = stage.writtenWeights, !written.isEmpty else { continue }
      let named = Set(written.map { $0.task })
      let others = spec.model.tasks.filter {
        !named.contains($0.name) && !($0.family.map(named.contains) ?? false)
      }
      guard let first = others.first else { continue }
      let more = others.count > 1 ? " and \(others.count - 1) more" : ""
      findings.report(
        "`\(stage.name)` does not name `\(first.name)`\(more), which then weighs 1",
        at: stage.range, secondary: [(first.range, "weighs 1")],
        fix: Fix("name every task"))
    }
  }
}
