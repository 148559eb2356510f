import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL457: constant weights that are all 1.
enum WeightForAllEqual: Rule {
  static let identity = DiagnosticIdentity(457, "weight-for-all-equal")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: "Constant weights of the losses of which every one is 1.",
    why: "They are the plain sum, which says so in one word.",
    bad: HousesSpec.with("weighting static(price: 1, rent: 1)"),
    good: HousesSpec.with("weighting equal"))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard !spec.hasOneTask else { return }
    for stage in spec.weightingStages
    where stage.kind.weightOrigin == .spec && stage.kind.level == .losses {
      guard let weights = spec.weights(of: stage), weights.allSatisfy({ $0 == 1 }),
        stage.use.call.arguments.allSatisfy({ $0.value.isNumber })
      else { continue }
      let sum = type(of: Registry.plainSum).name
      findings.report(
        "the weights of `\(stage.name)` are all 1, which is the plain sum", at: stage.range,
        fix: Fix("write `\(sum)`", edits: [.init(stage.range, sum)]))
    }
  }
}
