import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL117: a data set that nothing reads.
enum UnusedData: Rule {
  static let identity = DiagnosticIdentity(117, "unused-data")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A `data` block of which no body, label or constant reads anything. In a file without a task it is there \
      for others.
      """,
    why: "Its file is read, and its rows take their share of the batches, for nothing.",
    bad: """
      \(Houses.prices)

      data flats from csv("flats.csv") {
          feature rooms, area: number
          label   price: number
      }

      \(Houses.linearPrice)
      """,
    good: """
      \(Houses.prices)

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard !spec.model.tasks.isEmpty else { return }
    for case .data(let data) in spec.tree.declarations.map({ $0.kind })
    where !spec.names.contains(data.name.text) {
      findings.report(
        "nothing reads the data set `\(data.name.text)`", at: data.name.range,
        fix: Fix("read it in the header of a body, or take it out"))
    }
  }
}
