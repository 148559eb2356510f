import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL316: factors of losses that are orders of magnitude apart.
enum UnevenFactors: Rule {
  static let identity = DiagnosticIdentity(316, "uneven-factors")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      The factors of two losses differ by more than 1,000 times, and the labels are scaled.
      """,
    why: """
      Losses of scaled labels begin near 1: the one with the small factor is next to nothing in \
      the sum and is hardly learnt. Often a factor stems from a time when the labels were not \
      scaled.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          label   sold: flag
      }

      task sale(houses.features) {
          encode -> dense(64) -> relu as hidden
          from hidden -> dense(1) as price
          from hidden -> dense(1) as sold
          loss   mse(houses.price, of: price) + 0.0001 * binary_cross_entropy(houses.sold, of: sold)
          metric mae(houses.price, of: price), auc(houses.sold, of: sold)
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          label   sold: flag
      }

      task sale(houses.features) {
          encode -> dense(64) -> relu as hidden
          from hidden -> dense(1) as price
          from hidden -> dense(1) as sold
          loss   mse(houses.price, of: price) + 0.1 * binary_cross_entropy(houses.sold, of: sold)
          metric mae(houses.price, of: price), auc(houses.sold, of: sold)
      }
      """)

  /// How many times as large as another one a factor may be.
  private static let most = 1000.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let readings = spec.lossReadings
    let scaled = readings.filter { !$0.isInFileUnits }
    let sorted = scaled.sorted { $0.loss.factor < $1.loss.factor }
    if let small = sorted.first?.loss, let large = sorted.last?.loss,
      large.factor > most * small.factor
    {
      findings.report(
        "this loss counts \(times(large.factor / small.factor)) times less than another one",
        at: small.range, label: "has the factor \(ConstantValue.plain(small.factor))",
        secondary: [(large.range, "has the factor \(ConstantValue.plain(large.factor))")],
        fix: Fix("bring the factors nearer to each other, or leave the loss out"))
    }
  }

  private static func times(_ ratio: Double) -> String { ConstantValue.plain(ratio.rounded()) }
}
