import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL623: a decay that pulls parameters to zero.
enum WeightDecayExtreme: Rule {
  static let identity = DiagnosticIdentity(623, "weight-decay-extreme")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A weight decay far above what the optimizer works with.",
    why: """
      In every step parameters lose this share of themselves, times the learning rate: a large one keeps \
      them near zero, and the model learns little else.
      """,
    bad: spec("5"), good: spec("0.05"))

  private static func spec(_ decay: String) -> String {
    HousesSpec.with(
      HousesSpec.train(
        "epochs    30", optimizer: "adamw(learning_rate: 0.003, weight_decay: \(decay))"))
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for unusual in spec.unusualArguments("weight_decay", of: .optimizer) {
      findings.report(
        "a weight decay of \(unusual.shown) is large for `\(unusual.use.entry.name)`",
        at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
    }
  }
}
