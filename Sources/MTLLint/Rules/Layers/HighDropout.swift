import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL231: dropout of nearly everything.
enum HighDropout: Rule {
  static let identity = DiagnosticIdentity(231, "high-dropout")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      Dropout that drops far more elements than is usual.
      """,
    why: """
      Hardly anything of the value is left to learn from. Where 0.9 is meant as the share that \
      is kept, as some libraries have it, 0.1 is to be written here.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dropout(0.9) -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dropout(0.1) -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  /// The parameters of layers that say how likely an element is dropped.
  private static let parameters = ["probability", "dropout"]

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for parameter in parameters {
      for unusual in spec.unusualArguments(parameter, of: .layer) {
        findings.report(
          "`\(unusual.use.entry.name)` drops \(Int((100 * unusual.value).rounded())) % of the elements",
          at: unusual.range, label: "how likely an element is dropped",
          notes: ["it is commonly \(unusual.usualText)"])
      }
    }
  }
}
