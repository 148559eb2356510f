import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL419: weights of tasks that move much faster than the model.
enum FastWeightLearning: Rule {
  static let identity = DiagnosticIdentity(419, "fast-weight-learning")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A scheme's own learning rate that is written larger than its default and ten times the optimizer's or \
      more.
      """,
    why: """
      Weights that move faster than the model answer to the noise of single batches and swing from one \
      task to another.
      """,
    bad: HousesSpec.with("weighting famo(learning_rate: 0.5)", HousesSpec.train("epochs    30")),
    good: HousesSpec.with("weighting famo(learning_rate: 0.01)", HousesSpec.train("epochs    30"))
  )

  /// How many times the optimizer's rate is much.
  private static let ratio = 10.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let optimizer = spec.model.training.optimizer
    for stage in spec.weightingStages {
      guard let name = stage.kind.rateParameter,
        let parameter = stage.kind.parameters.first(where: { $0.name == name }),
        let argument = stage.use.argument(name)
      else { continue }
      let rate = stage.use.arguments.number(name)
      guard rate > parameter.defaultValue?.number ?? 0, rate >= ratio * optimizer.learningRate
      else { continue }
      let times = ConstantValue.plain((rate / optimizer.learningRate).rounded())
      findings.report(
        "the weights of `\(stage.name)` move at \(times) times the rate of the model",
        at: argument.value.range,
        notes: [
          "the learning rate of `\(type(of: optimizer).name)` is "
            + ConstantValue.plain(optimizer.learningRate)
        ], fix: Fix("make it smaller, or leave it at its default"))
    }
  }
}
