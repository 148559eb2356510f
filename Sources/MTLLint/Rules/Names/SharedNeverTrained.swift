import MTLSemantics
import MTLSource

/// MTL103: shared layers that tasks read and none trains.
enum SharedNeverTrained: Rule {
  static let identity = DiagnosticIdentity(103, "shared-never-trained")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what:
      "A `shared` declaration with parameters that tasks read, and that gets no gradient from any.",
    why: """
      Every task that reads it stands behind a stop of gradients, so its layers stay as they began, at \
      random. Layers that are meant to stay so are frozen in so many words, and those that another run has \
      trained are no mistake.
      """,
    bad: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      task price(trunk) {
          stop_gradient -> dense(1)
          loss   mse(houses.price)
          metric mae
      }

      task rent(trunk) {
          stop_gradient -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      \(Houses.priceHead)

      \(Houses.rentHead)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.isWhollyBuilt else { return }
    let trained = spec.trained
    for shared in spec.model.shared {
      let values = (trained.byOwner[shared.name] ?? []).filter { trained.isMadeOfFresh($0) }
      guard values.contains(where: { spec.flow.countOfTasks(reading: $0) > 0 }),
        !values.contains(where: { spec.flow.countOfTasks(training: $0) > 0 })
      else { continue }
      findings.report(
        "no task trains the layers of `\(shared.name)`", at: shared.range,
        label: "stays as it begins",
        notes: ["a stop of gradients stands before each task that reads it"],
        fix: Fix("let the gradient of a task through, or say that it is to be so: `freeze always`"))
    }
  }
}
