import MTLSemantics
import MTLSource

/// MTL424: a `shared` declaration that one task alone reads.
enum SharedByOne: Rule {
  static let identity = DiagnosticIdentity(424, "shared-by-one")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A `shared` declaration that a single task reads, and no other declaration, in a spec that trains \
      several tasks. One whose parameters come from elsewhere is left alone, and so is a spec without a \
      `train` block, from which others may import.
      """,
    why: "It shares nothing: its layers are the task's own and read better there.",
    bad: HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk,
      """
      shared tower(trunk) {
          dense(32) -> relu
      }
      """, HousesSpec.task("price", of: "tower"), HousesSpec.rent, HousesSpec.train("epochs    30"),
    ]),
    good: HousesSpec.joined([
      HousesSpec.data, HousesSpec.trunk,
      HousesSpec.task("price", layers: "dense(32) -> relu -> dense(1)"), HousesSpec.rent,
      HousesSpec.train("epochs    30"),
    ]))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.tasks.count > 1, spec.hasTrainBlock else { return }
    var readers: [String: [CheckedTask]] = [:]
    for task in spec.model.tasks {
      for name in Set(task.inputs.compactMap { $0.declaration }) {
        readers[name, default: []].append(task)
      }
    }
    let inner = Set(
      spec.model.shared.flatMap { $0.inputs.compactMap { $0.declaration } }
        + spec.model.joins.flatMap { $0.sources.compactMap { $0.declaration } })
    for shared in spec.model.shared where !inner.contains(shared.name) {
      guard let found = readers[shared.name], found.count == 1, found[0].family == nil,
        readers[found[0].name] == nil,
        !spec.model.parameterSettings.contains(where: {
          $0.source != nil && $0.covers(shared.name + ".")
        })
      else { continue }
      findings.report(
        "only `\(found[0].name)` reads `\(shared.name)`", at: shared.range,
        secondary: [(found[0].range, "the only reader")],
        fix: Fix("put its layers into the task, or let others read it"))
    }
  }
}

extension CheckedInput {
  /// The declaration that it refers to, where it is no column.
  fileprivate var declaration: String? {
    if case .declaration(let name, _) = reference { name } else { nil }
  }
}
