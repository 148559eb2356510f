import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL323: a label that is the same in every row.
enum OneClassLabel: Rule {
  static let identity = DiagnosticIdentity(323, "one-class-label")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A loss tells classes apart, and its label is declared with one class.
      """,
    why: """
      The probability of the only class is 1 whatever the model: the loss is always 0 and trains \
      nothing.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(1)
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   cross_entropy(houses.kind)
          metric accuracy
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(4)
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(4)
          loss   cross_entropy(houses.kind)
          metric accuracy
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for reading in spec.lossReadings {
      guard case .category(_, .size(1))? = reading.label else { continue }
      let target = reading.loss.target
      let column = spec.model.dataSet(target.data)?.column(target.label)
      findings.report(
        "the label `\(target.data).\(target.label)` has one class", at: reading.loss.range,
        label: "there is nothing to tell apart",
        secondary: column.map { [($0.range, "declared here")] } ?? [],
        fix: Fix("declare all of its classes, or leave the task out"))
    }
  }
}
