import MTLSemantics
import MTLSource

/// MTL101: shared layers that nothing reads.
enum UnusedShared: Rule {
  static let identity = DiagnosticIdentity(101, "unused-shared")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A `shared` declaration that no task reads, directly or through another declaration.",
    why: "It is left over or a name is mistyped: none of its layers is trained.",
    bad: """
      data houses from csv("houses.csv") {
          feature rooms: number
          label   price: number
      }

      \(Houses.trunk)

      shared trunk_2(houses.features) {
          encode -> dense(64) -> relu
      }

      task price(trunk) {
          dense(1)
          loss mse(houses.price)
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms: number
          label   price: number
      }

      shared trunk_2(houses.features) {
          encode -> dense(64) -> relu
      }

      task price(trunk_2) {
          dense(1)
          loss mse(houses.price)
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    // A file without a task is there for others to import.
    guard !spec.model.tasks.isEmpty else { return }
    for shared in spec.model.shared where !spec.readByTasks.contains(shared.name) {
      findings.report(
        "no task reads `\(shared.name)`", at: shared.range, label: "never trained",
        fix: Fix("name it in the header of a task, or take it out"))
    }
  }
}
