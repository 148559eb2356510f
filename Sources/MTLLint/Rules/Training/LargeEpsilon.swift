import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL620: an epsilon as large as what it is added to.
enum LargeEpsilon: Rule {
  static let identity = DiagnosticIdentity(620, "large-epsilon")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "An optimizer's epsilon far above what keeps from dividing by zero.",
    why: """
      It is added to the size of the gradient that a step is divided by: once it is the larger of the two, \
      steps are no longer of one size, and shrink with the gradient.
      """,
    bad: spec("epsilon: 0.5"), good: spec("epsilon: 0.000001"))

  private static func spec(_ argument: String) -> String {
    HousesSpec.with(
      HousesSpec.train("epochs    30", optimizer: "adam(learning_rate: 0.003, \(argument))"))
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for unusual in spec.unusualArguments("epsilon", of: .optimizer) {
      findings.report(
        "an epsilon of \(unusual.shown) takes the place of the gradient's size in "
          + "`\(unusual.use.entry.name)`",
        at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
    }
  }
}
