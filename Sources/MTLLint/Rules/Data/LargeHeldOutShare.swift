import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL565: a split that keeps half of the rows or more from training.
enum LargeHeldOutShare: Rule {
  static let identity = DiagnosticIdentity(565, "large-held-out-share")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A split holds out half of the rows or more.",
    why: """
      A split names what is held out, all else trains. Shares such as 80% are most often meant for training; \
      and few scores need so many rows to be exact.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 10%, test: 80%)
      }

      \(Houses.linearPrice)
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 10%, test: 10%)
      }

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets where data.heldOutShare >= 0.5 {
      let share = ConstantValue.share(data.heldOutShare).description
      findings.report(
        "the split holds out \(share) of the rows", at: data.splitRange,
        notes: ["a split names what is held out; all other rows train"],
        fix: Fix("hold out less"))
    }
  }
}
