import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL902: a family with many large heads.
enum WideFamily: Rule {
  static let identity = DiagnosticIdentity(902, "wide-family")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what:
      "A family has more than 100 members, and each has more than 10,000 parameters of its own.",
    why: """
      Every member computes its own layers for every row, so a step takes as long as so many models. What the \
      members have in common can stand in a `shared` declaration, once.
      """,
    bad: """
      data stays from csv("stays.csv") {
          feature age, pulse: number
          label   days: number
      }

      shared trunk(stays.features) {
          encode -> dense(1024) -> relu -> dense(128) -> relu
      }

      task longer(trunk) for days in 1..120 {
          dense(128) -> relu
          dense(1)
          loss   binary_cross_entropy(stays.days > days)
          metric auc
      }
      """,
    good: """
      data stays from csv("stays.csv") {
          feature age, pulse: number
          label   days: number
      }

      shared trunk(stays.features) {
          encode -> dense(1024) -> relu -> dense(128) -> relu
          dense(128) -> relu
      }

      task longer(trunk) for days in 1..120 {
          dense(1)
          loss   binary_cross_entropy(stays.days > days)
          metric auc
      }
      """)

  /// The most members, and the most parameters of each, that are no reason to ask.
  private static let memberLimit = 100
  private static let parameterLimit = 10_000

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let families = Dictionary(
      grouping: spec.model.tasks.filter { $0.family != nil }, by: { $0.family ?? "" })
    let wide = families.filter { $0.value.count > memberLimit }
    guard !wide.isEmpty else { return }
    var counts: [String: Int] = [:]
    for parameter in spec.built.parameters {
      counts[parameter.owner, default: 0] += parameter.count
    }
    for (family, members) in wide {
      guard let first = members.first, let count = counts[first.name], count > parameterLimit else {
        continue
      }
      findings.report(
        "each of the \(members.count) members of `\(family)` has \(count) parameters of its own",
        at: first.range,
        fix: Fix("put the layers that the members have in common into a `shared` declaration"))
    }
  }
}
