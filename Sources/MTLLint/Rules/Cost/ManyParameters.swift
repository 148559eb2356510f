import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL901: more trained numbers than a processor moves in time.
enum ManyParameters: Rule {
  static let identity = DiagnosticIdentity(901, "many-parameters")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A spec trains more than 500 million numbers.",
    why: """
      Each of them is read and written in every step, with one or two more for the optimizer: many gigabytes, \
      and seconds a step. A table with a vector for each of very many classes is the usual reason; classes \
      that are hashed to fewer places, or shorter vectors, need less.
      """,
    bad: """
      data shop from csv("shop.csv") {
          feature item: category(1_000_000)
          feature price: number
          label   sold: number
      }

      task sold(shop.features) {
          encode(embedding: 512)
          dense(1)
          loss   mse(shop.sold)
          metric mae
      }
      """,
    good: """
      data shop from csv("shop.csv") {
          feature item: category(1_000_000)
          feature price: number
          label   sold: number
      }

      task sold(shop.features) {
          encode(embedding: 16)
          dense(1)
          loss   mse(shop.sold)
          metric mae
      }
      """)

  /// The most trained numbers that are no reason to ask.
  private static let limit = 500_000_000

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.built.parameters.reduce(0, { $0 + $1.count }) > limit else { return }
    var counts: [String: Int] = [:]
    for parameter in spec.built.parameters where !parameter.isFrozen {
      guard spec.model.settings(ofParameter: parameter.name)?.freeze != .always else { continue }
      counts[parameter.owner, default: 0] += parameter.count
    }
    let total = counts.values.reduce(0, +)
    guard total > limit, let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })
    else { return }
    let range =
      spec.model.shared.first { $0.name == most.key }?.range
      ?? spec.model.tasks.first { $0.name == most.key }?.range
    guard let range else { return }
    findings.report(
      "the spec trains \(total / 1_000_000) million numbers", at: range,
      label: "\(most.value / 1_000_000) million of them",
      fix: Fix("make its layers narrower, or the vectors of classes shorter"))
  }
}
