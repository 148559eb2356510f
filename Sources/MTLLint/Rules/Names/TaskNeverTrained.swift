import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL102: a task whose loss moves no parameter.
enum TaskNeverTrained: Rule {
  static let identity = DiagnosticIdentity(102, "task-never-trained")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A task whose loss moves no parameter: all that it is computed from is frozen or stands behind a stop \
      of gradients.
      """,
    why: """
      The task is computed, reported and has a part in the choice of the best epoch, and its head stays as \
      it began. A task without any parameter is left alone, as is one whose parameters all come from \
      another run: that is there to be watched.
      """,
    bad: """
      \(Houses.pricesAndRents)

      \(Houses.linearPrice)

      task rent(houses.features) {
          encode -> dense(1) -> stop_gradient
          loss   mse(houses.rent)
          metric mae
      }
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.linearPrice)

      task rent(houses.features) {
          encode -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let weighting = spec.model.lossWeighting
    let unweighed = spec.model.tasks.filter { task in
      weighting.fixedWeight(of: task.name, family: task.family) == 0
    }
    guard spec.isWhollyBuilt else { return }
    let names = Set(unweighed.map { $0.name })
    let trained = spec.trained
    for task in spec.model.tasks where !names.contains(task.name) {
      let ends = spec.built.ends(of: task)
      guard !ends.isEmpty, !ends.contains(where: { trained.areMoved(by: $0) }),
        ends.contains(where: { trained.isMadeOfFresh($0) })
      else { continue }
      findings.report(
        "the loss of `\(task.family ?? task.name)` moves no parameter", at: task.range,
        label: "never trained",
        notes: ["all that it is computed from is frozen, or stands behind a stop of gradients"],
        fix: Fix("give the task a layer of its own, or let what it reads be trained"))
    }
  }
}
