import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL216: a mixture of one expert.
enum SingleExpert: Rule {
  static let identity = DiagnosticIdentity(216, "single-expert")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A `shared` declaration mixes copies of its body for each task, and there is one copy.
      """,
    why: """
      The softmax of one number is 1: the gates change nothing and all tasks read the same \
      value, as they do without the scheme.
      """,
    bad: """
      \(Houses.pricesAndRents)

      shared table(houses.features) {
          encode
      }

      shared trunk(table) using mmoe(experts: 1) {
          dense(64) -> relu
      }

      \(Houses.priceHead)

      \(Houses.rentHead)
      """,
    good: """
      \(Houses.pricesAndRents)

      shared table(houses.features) {
          encode
      }

      shared trunk(table) using mmoe(experts: 4) {
          dense(64) -> relu
      }

      \(Houses.priceHead)

      \(Houses.rentHead)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for use in spec.uses(of: .sharing) {
      guard let sharing = use.entry.init(use.arguments) as? any Sharing, sharing.isTrainable,
        type(of: sharing).givesViews, sharing.copyCount == 1
      else { continue }
      findings.report(
        "`\(use.entry.name)` has one copy of the body to mix", at: use.call.range,
        notes: ["the gates of all tasks give it the share 1"],
        fix: Fix("let there be more copies, or leave the scheme out"))
    }
  }
}
