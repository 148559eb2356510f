import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL319: labels that are smoothed beyond recognition.
enum LabelSmoothingRange: Rule {
  static let identity = DiagnosticIdentity(319, "label-smoothing-range")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A share of the label that all classes have in common that is larger than is usual.
      """,
    why: """
      The more classes have in common, the less the loss tells them apart, and no probability of \
      the model goes beyond what is left. Papers use 0.1 (Szegedy et al., 2016).
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(10)
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(10)
          loss   cross_entropy(houses.kind, label_smoothing: 0.9)
          metric accuracy
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(10)
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(10)
          loss   cross_entropy(houses.kind, label_smoothing: 0.1)
          metric accuracy
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for unusual in spec.unusualArguments("label_smoothing", of: .loss) {
      findings.report(
        "a label smoothing of \(unusual.shown) leaves little of the label",
        at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
    }
  }
}
