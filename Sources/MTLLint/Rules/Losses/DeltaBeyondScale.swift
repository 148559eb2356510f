import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL329: a bound between small and large differences that none crosses.
enum DeltaBeyondScale: Rule {
  static let identity = DiagnosticIdentity(329, "delta-beyond-scale")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A loss treats small differences as squares and large ones by their size, its label is \
      scaled, and the bound between the two lies far from where scaled differences are.
      """,
    why: """
      Scaled labels lie within a few units. Beyond all differences the bound changes nothing, \
      and the loss is the squared error; near 0 it is the absolute one. Often the bound was \
      meant in the units of the file.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   huber(houses.price, delta: 50_000)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   huber(houses.price, delta: 1)
          metric mae
      }
      """)

  /// The parameters of losses that say where small differences end.
  private static let parameters = ["delta", "beta"]

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let unusual = parameters.flatMap { spec.unusualArguments($0, of: .loss) }
    guard !unusual.isEmpty else { return }
    let scaled = Set(
      spec.lossReadings.filter { $0.column?.isScaled ?? false }.map { $0.loss.range })
    for unusual in unusual where scaled.contains(unusual.use.call.range) {
      findings.report(
        "the label is scaled, and a bound of \(unusual.shown) is "
          + (unusual.isLarge ? "beyond all differences" : "below nearly all differences"),
        at: unusual.range, notes: ["for scaled labels it is commonly \(unusual.usualText)"])
    }
  }
}
