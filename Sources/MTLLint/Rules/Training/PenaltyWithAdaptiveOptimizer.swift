import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL611: a squared penalty under an optimizer that divides gradients by their size.
enum PenaltyWithAdaptiveOptimizer: Rule {
  static let identity = DiagnosticIdentity(611, "l2-with-adaptive-optimizer")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: """
      A penalty on the squares of the parameters together with an optimizer that divides each gradient by \
      its own size and of which there is a form with a decay of its own.
      """,
    why: """
      The penalty's slope is divided with the gradient: parameters with large gradients are hardly \
      penalised. A decay apart from the gradient treats all alike.
      """,
    bad: HousesSpec.with(HousesSpec.train("penalty   l2(0.0001)")),
    good: HousesSpec.with(
      HousesSpec.train(
        "epochs    30", optimizer: "adamw(learning_rate: 0.003, weight_decay: 0.01)")),
    references: ["Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019"])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let training = spec.model.training
    guard let penalty = training.penalty, type(of: penalty).isSquared,
      let sibling = type(of: training.optimizer).decoupledSibling,
      let clause = spec.clauses(.train, "penalty").first
    else { return }
    findings.report(
      "`\(type(of: training.optimizer).name)` divides the slope of the penalty by the size of the "
        + "gradient", at: clause.range,
      secondary: spec.clauses(.train, "optimizer").prefix(1).map { ($0.range, "the optimizer") },
      fix: Fix("take `\(sibling.name)`, whose decay is apart from the gradient"))
  }
}
