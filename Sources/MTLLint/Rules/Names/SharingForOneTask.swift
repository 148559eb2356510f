import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL111: a sharing scheme for a single task.
enum SharingForOneTask: Rule {
  static let identity = DiagnosticIdentity(111, "sharing-for-one-task")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what:
      "A sharing scheme gives each task a view of its own, and a single task reads the declaration.",
    why: """
      The scheme's copies and gates are there for tasks that want different things of them. One task alone \
      gets a mixture of copies that nothing sets apart, and pays for each.
      """,
    bad: """
      \(Houses.prices)

      shared encoded(houses.features) {
          encode
      }

      shared experts(encoded) using mmoe(experts: 4) {
          dense(32) -> relu
      }

      task price(experts) {
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      shared encoded(houses.features) {
          encode
      }

      shared experts(encoded) {
          dense(32) -> relu
      }

      task price(experts) {
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let schemes = spec.model.shared.filter { type(of: $0.sharing).givesViews }
    guard !schemes.isEmpty else { return }
    var readers: [String: [CheckedTask]] = [:]
    // What is reached from what a task reads; many tasks read the same.
    var reached: [[String]: Set<String>] = [:]
    for task in spec.model.tasks {
      let read = spec.namesRead(by: task.name)
      let names = reached[read] ?? spec.declarationsReached(from: read)
      reached[read] = names
      for scheme in schemes where names.contains(scheme.name) {
        readers[scheme.name, default: []].append(task)
      }
    }
    for scheme in schemes {
      guard let tasks = readers[scheme.name], tasks.count == 1, tasks[0].family == nil else {
        continue
      }
      findings.report(
        "`\(scheme.name)` makes views for several tasks, and `\(tasks[0].name)` alone reads it",
        at: scheme.range, secondary: [(tasks[0].range, "the only task that reads it")],
        fix: Fix("leave the scheme out, or let other tasks read it too"))
    }
  }
}
