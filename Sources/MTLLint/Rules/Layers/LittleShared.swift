import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL218: tasks that have hardly any weights in common.
enum LittleShared: Rule {
  static let identity = DiagnosticIdentity(218, "little-shared")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      Several tasks read something in common, and less than 1 % of all weights are in it.
      """,
    why: """
      The tasks are trained nearly by themselves: what one learns cannot help the others, and \
      weighting them against each other has little to act on.
      """,
    bad: """
      \(Houses.pricesAndRents)

      shared trunk(houses.features) {
          encode -> dense(2) -> relu
      }

      task price(trunk) {
          dense(256) -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }

      task rent(trunk) {
          dense(256) -> relu -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """,
    good: """
      \(Houses.pricesAndRents)

      shared trunk(houses.features) {
          encode -> dense(256) -> relu
      }

      task price(trunk) {
          dense(32) -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }

      task rent(trunk) {
          dense(32) -> relu -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.tasks.count > 1, !spec.model.shared.isEmpty else { return }
    let parameters = spec.built.parameters
    // A size that only the data know may be the largest of all.
    guard parameters.allSatisfy({ $0.count > 0 }) else { return }
    let total = parameters.reduce(0) { $0 + $1.count }
    var common = 0
    for (parameter, value) in zip(parameters, spec.built.valuesOfParameters)
    where spec.flow.countOfTasks(reading: value) > 1 {
      common += parameter.count
    }
    guard common > 0, common * 100 < total,
      let shared = spec.model.shared.first(where: { spec.readByTasks.contains($0.name) })
    else { return }
    findings.report(
      "tasks have \(common) of \(total) weights in common", at: shared.range,
      notes: ["most is learnt by each task alone"],
      fix: Fix("let more of the layers be shared, or fewer belong to the tasks"))
  }
}
