import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL417: shared layers that several tasks read and one trains.
enum SharedTrainedByOne: Rule {
  static let identity = DiagnosticIdentity(417, "shared-trained-by-one")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A `shared` declaration that several tasks read while the gradient of one alone gets to it, since the \
      others stop theirs. Auxiliary tasks that only look on are left alone.
      """,
    why: "It looks shared and is not: the other tasks have no say in what it learns.",
    bad: HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk, HousesSpec.price,
      HousesSpec.task("rent", layers: "stop_gradient -> dense(1)"),
    ]),
    good: HousesSpec.with())

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    // Without a place where a gradient ends there is nothing to look for.
    guard spec.model.tasks.count > 1, spec.model.pending == nil, spec.outline.hasStops else {
      return
    }
    let entries = Dictionary(grouping: spec.taskParameters.entries) { $0.parameter.owner }
    let tasks = spec.model.tasks
    for shared in spec.model.shared {
      let own = entries[shared.name] ?? []
      let trainers = Set(own.flatMap { $0.trainers })
      let others = Set(own.flatMap { $0.readers }).subtracting(trainers).sorted()
      guard trainers.count == 1, let trainer = trainers.first,
        let other = others.first(where: { !tasks[$0].isAuxiliary })
      else { continue }
      findings.report(
        "of the \(others.count + 1) tasks that read `\(shared.name)` only "
          + "`\(tasks[trainer].name)` trains it", at: shared.range,
        secondary: [(tasks[other].range, "lets no gradient through")],
        fix: Fix("let the gradients of the others through, or make them `auxiliary`"))
    }
  }
}
