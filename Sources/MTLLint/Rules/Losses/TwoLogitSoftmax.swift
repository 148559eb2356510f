import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL331: two logits for yes or no.
enum TwoLogitSoftmax: Rule {
  static let identity = DiagnosticIdentity(331, "two-logit-softmax")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: """
      A label has two declared classes, and its head gives a logit for each.
      """,
    why: """
      Only the difference of two logits matters, so that one is enough: as a `flag` the label \
      takes `binary_cross_entropy`, and metrics such as `auc`.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(["flat", "house"])
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(2)
          loss   cross_entropy(houses.kind)
          metric accuracy
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          column  kind
          label   is_flat: flag = kind == "flat"
      }

      task is_flat(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.is_flat)
          metric accuracy
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for reading in spec.lossReadings where reading.transform == .softmax {
      guard case .category(_, .size(2))? = reading.label,
        spec.flow.type(of: reading.value).dims.last == .size(2)
      else { continue }
      findings.report(
        "two logits tell two classes apart where one is enough", at: reading.loss.range,
        fix: Fix("declare the label as a `flag`, and predict one logit"))
    }
  }
}
