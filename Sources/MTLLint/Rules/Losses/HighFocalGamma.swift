import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL322: a loss that hardly any row counts in.
enum HighFocalGamma: Rule {
  static let identity = DiagnosticIdentity(322, "high-focal-gamma")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A focus on hard rows that is far stronger than is usual.
      """,
    why: """
      With a large `gamma` only rows that are nearly all wrong have a gradient, and those are \
      often the ones with wrong labels. The paper tries 0 to 5 and takes 2 (Lin et al., 2017).
      """,
    bad: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   focal(houses.sold, gamma: 20)
          metric auc
      }
      """,
    good: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   focal(houses.sold, gamma: 2)
          metric auc
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for unusual in spec.unusualArguments("gamma", of: .loss) {
      findings.report(
        "a `gamma` of \(unusual.shown) is large for `\(unusual.use.entry.name)`",
        at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
    }
  }
}
