import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL506: an input whose numbers are large and not scaled.
enum UnnormalizedInput: Rule {
  static let identity = DiagnosticIdentity(506, "unnormalized-input")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A feature of numbers with `scale: none` that lie far from 0 or far apart.
      """,
    why: """
      The first layer's weights begin small and alike: an input in the thousands swamps all others and makes \
      the first steps diverge. `number` scales by what the training rows say unless it is told not to.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number(scale: none)
          label   price: number
      }

      \(Houses.price)
      """,
    good: """
      \(Houses.prices)

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price") { _, numbers in
        [numbers.text(), String(1000 + 500 * numbers.next()), numbers.text()]
      }
    ])

  /// From where on a standard deviation, or a mean in standard deviations, is large.
  private static let large = 10.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (column, profile) in spec.profiledColumns(of: .feature) {
      guard let numbers = profile.numbers, let type = column.type, !type.isScaled else { continue }
      let isFar = abs(numbers.mean) > large * max(numbers.standardDeviation, 1)
      guard numbers.standardDeviation > large || isFar else { continue }
      let shown =
        "\(numbers.mean.brief) on average, give or take \(numbers.standardDeviation.brief)"
      findings.report(
        "`\(column.name)` is read as it is, and it is \(shown)", at: column.range,
        label: "not scaled", fix: Fix("leave `scale: none` out"))
    }
  }
}
