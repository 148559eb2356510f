import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL604: a learning rate far from what the optimizer works with.
enum LearningRateExtreme: Rule {
  static let identity = DiagnosticIdentity(604, "learning-rate-extreme")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A learning rate that is far larger or smaller than those that the optimizer works with.",
    why: """
      A missing zero or a wrong exponent is the usual reason: training diverges in the first steps, or \
      nothing moves.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms: number
          label   price: number
      }

      \(Houses.linearPrice)

      train { optimizer adam(learning_rate: 1) }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms: number
          label   price: number
      }

      \(Houses.linearPrice)

      train { optimizer adam(learning_rate: 0.001) }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for unusual in spec.unusualArguments("learning_rate", of: .optimizer) {
      findings.report(
        "a learning rate of \(unusual.shown) is \(unusual.isLarge ? "large" : "small") for "
          + "`\(unusual.use.entry.name)`",
        at: unusual.range, notes: ["it is commonly \(unusual.usualText)"])
    }
  }
}
