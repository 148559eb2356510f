import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL407: a gradient for each of many tasks, or of many parameters.
enum GradientSchemeCost: Rule {
  static let identity = DiagnosticIdentity(407, "gradient-scheme-cost")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A scheme that combines the tasks' gradients where there are more than ten tasks, or where it keeps \
      more than 256 million numbers because it looks at each coordinate of each task's gradient.
      """,
    why: """
      Every task needs a way back through the shared layers of its own, so a step of eleven tasks costs \
      several times that of the plain sum. Schemes that take `at: representation` compare the gradients \
      where the tasks' own parts begin, and go back through the shared layers once. `mtl plan` shows what \
      the scheme costs beside the plain sum.
      """,
    bad: spec("pcgrad"), good: spec("pcgrad(at: representation)"),
    references: ["Kurin et al., In Defense of the Unitary Scalarization, NeurIPS 2022"])

  private static func spec(_ weighting: String) -> String {
    """
    data arms from csv("arms.csv") {
        feature x1..x21: number
        label   torque1..torque12: number
    }

    shared trunk(arms.features) {
        encode -> dense(64) -> relu
    }

    task joint(trunk) for torque in arms.labels {
        dense(1)
        loss   mse(torque)
        metric mae
    }

    weighting \(weighting)
    """
  }

  /// The most tasks that are no reason to think of the cost.
  private static let mostTasks = 10
  /// The most numbers of gradients that are none.
  private static let mostNumbers = 256_000_000

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let stage = spec.gradientStage,
      stage.weighting.gradientOptions?.place != .representation
    else { return }
    let tasks = spec.model.tasks.count
    let canCompare = stage.kind.parameters.contains { $0.name == GradientOptions.at.name }
    let advice = Fix(
      canCompare
        ? "see what `mtl plan` says; `at: representation` goes back through the shared layers once"
        : "see what `mtl plan` says of its time and memory")
    if tasks > mostTasks {
      return findings.report(
        "`\(stage.name)` needs a gradient of its own for each of \(tasks) tasks", at: stage.range,
        fix: advice)
    }
    guard stage.weighting.needsRows else { return }
    let numbers = spec.taskParameters.shared.reduce(0) { $0 + $1.parameter.count }
    guard numbers > mostNumbers / tasks else { return }
    findings.report(
      "`\(stage.name)` keeps \(tasks) gradients of \(numbers) shared parameters at once",
      at: stage.range, fix: advice)
  }
}

extension Weighting {
  /// How it uses the tasks' gradients, where it does.
  fileprivate var gradientOptions: GradientOptions? {
    (self as? any GramWeighting)?.options ?? (self as? any RowWeighting)?.options
  }
}
