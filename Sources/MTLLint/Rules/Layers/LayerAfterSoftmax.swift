import MTLCatalogue
import MTLSource

/// MTL245: a layer with weights that reads probabilities.
enum LayerAfterSoftmax: Rule {
  static let identity = DiagnosticIdentity(245, "layer-after-softmax")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: """
      A layer with weights reads the result of a softmax.
      """,
    why: """
      Probabilities of many classes are small numbers that add up to 1, and their gradients are \
      smaller still. Inside of a model other activations let more through; to choose among \
      values a softmax is right.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> softmax -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places where place.nature.isAffine {
      guard let first = spec.flow.weightlessChain(before: place).last,
        first.nature.activation?.addsUpToOne ?? false
      else { continue }
      findings.report(
        "`\(place.name)` reads the probabilities of `\(first.name)`", at: place.range,
        secondary: [(first.range, "its values add up to 1")],
        fix: Fix("take another activation inside of the model"))
    }
  }
}
