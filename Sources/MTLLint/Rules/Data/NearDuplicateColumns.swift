import MTLSemantics
import MTLSource

/// MTL560: two features that are nearly the same.
enum NearDuplicateColumns: Rule {
  static let identity = DiagnosticIdentity(560, "near-duplicate-columns")
  static let severity = Diagnostic.Severity.note
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      Two features of numbers whose correlation over the training rows is above 0.99 or below -0.99.
      """,
    why: """
      One of them tells nothing that the other does not, and what each of them weighs means nothing.
      """,
    bad: """
      \(Houses.prices)

      \(Houses.price)
      """,
    good: """
      \(Houses.areasAside)

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price") { _, numbers in
        let size = numbers.next()
        return [String(size), String(size * 3 + numbers.next() * 1e-6), numbers.text()]
      }
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets {
      for pair in spec.data?.dataSets[data.name]?.correlations ?? [] {
        guard let first = data.column(pair.first), let second = data.column(pair.second),
          first.role == .feature, second.role == .feature
        else { continue }
        let (earlier, later) =
          first.range.start <= second.range.start ? (first, second) : (second, first)
        findings.report(
          "`\(later.name)` is nearly the same as `\(earlier.name)`: their correlation is "
            + pair.coefficient.brief, at: later.range, label: "`\(later.name)`",
          fix: Fix("leave one of the two out"))
      }
    }
  }
}
