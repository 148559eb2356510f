import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL219: logits that an activation has cut.
enum ActivationOnLogits: Rule {
  static let identity = DiagnosticIdentity(219, "activation-on-logits")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: """
      An activation of limited range, such as `relu` or `tanh`, stands directly before a loss \
      that takes logits.
      """,
    why: """
      Logits lie on both sides of 0 and far from it where the model is sure. With `relu` no \
      class can be ruled out; with `tanh` no prediction can be sure. The loss applies the \
      softmax or the sigmoid by itself.
      """,
    bad: """
      data digits from csv("digits.csv") {
          column  pixel_0..pixel_63: number
          feature image: pixels(height: 8, width: 8) = pixel_0..pixel_63
          label   digit: category(10)
      }

      task digit(digits.image) {
          conv(16, kernel: 3) -> relu -> flatten -> dense(10) -> relu
          loss   cross_entropy(digits.digit)
          metric accuracy
      }
      """,
    good: """
      data digits from csv("digits.csv") {
          column  pixel_0..pixel_63: number
          feature image: pixels(height: 8, width: 8) = pixel_0..pixel_63
          label   digit: category(10)
      }

      task digit(digits.image) {
          conv(16, kernel: 3) -> relu -> flatten -> dense(10)
          loss   cross_entropy(digits.digit)
          metric accuracy
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let found = spec.layersOfLosses { layer, reading in
      guard reading.takesLogits, let range = layer.nature.activation?.range, range != .all
      else { return false }
      if case .always = type(of: layer.layer).probability { return false }
      return true
    }
    for (layer, reading) in found {
      let range = layer.nature.activation?.range ?? .all
      findings.report(
        "`\(layer.name)` gives logits that are \(range.text)", at: layer.range,
        secondary: [(reading.loss.range, "takes logits, which may be any number")],
        fix: Fix("leave the activation out", edits: spec.removing(layer)))
    }
  }
}
