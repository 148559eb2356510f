import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL452: a weighting where there is one task.
enum WeightingOnOneTask: Rule {
  static let identity = DiagnosticIdentity(452, "weighting-on-one-task")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: "A weighting other than the plain sum of the losses in a spec with a single task.",
    why: """
      There is nothing to weigh against: at best the weight is 1 throughout, else it changes the learning \
      rate where nobody looks for it.
      """,
    bad: spec("weighting uncertainty\n\n"), good: spec(""))

  private static func spec(_ weighting: String) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price: number
    }

    task price(houses.features) {
        encode -> dense(64) -> relu -> dense(1)
        loss   mse(houses.price)
        metric mae
    }

    \(weighting)train {
        optimizer adam(learning_rate: 0.003)
        epochs    30
    }
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.hasOneTask, !spec.model.hasPlainSum, let stage = spec.weightingStages.first,
      let declaration = spec.tree.declarations.first(where: { $0.isWeighting })
    else { return }
    // Lines of documentation would be left to what follows.
    let edits =
      declaration.documentation.isEmpty ? [spec.removingDeclaration(of: declaration.range)] : []
    findings.report(
      "`\(stage.name)` weighs tasks against each other, and the spec has one", at: stage.range,
      secondary: [(spec.model.tasks[0].range, "the only task")],
      fix: Fix("take the line out", edits: edits))
  }
}

extension Declaration {
  fileprivate var isWeighting: Bool { if case .weighting = kind { true } else { false } }
}
