import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL302: a probability where the loss could have had the logit.
enum ProbabilityIntoCrossEntropy: Rule {
  static let identity = DiagnosticIdentity(302, "probability-into-cross-entropy")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: """
      A `sigmoid` stands directly before a loss that takes logits as well and applies it by \
      itself.
      """,
    why: """
      The logarithm of a probability near 0 or 1 has lost its digits, and the loss has to keep \
      it within bounds beyond which there is no gradient. Of the logit the loss computes it \
      exactly.
      """,
    bad: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1) -> sigmoid
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """,
    good: """
      \(Houses.sales)

      task sold(houses.features) {
          encode -> dense(64) -> relu -> dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let found = spec.layersOfLosses { layer, reading in
      guard reading.takesLogits, spec.built.steps[layer.index].step?.alias == nil else {
        return false
      }
      return spec.flow.readers(of: layer.result).isEmpty && takesBoth(reading, spec)
        && computes(reading, layer, spec)
    }
    for (layer, reading) in found {
      findings.report(
        "`\(type(of: reading.loss.loss).name)` reads the probability of `\(layer.name)`",
        at: layer.range, secondary: [(reading.loss.range, "takes the logit as well")],
        notes: ["computed from the logit the loss is exact where the model is sure"],
        fix: Fix("leave the step out", edits: spec.removing(layer)))
    }
  }

  /// Whether a loss takes what it reads as logits and as probabilities.
  private static func takesBoth(_ reading: LossReading, _ spec: LintedSpec) -> Bool {
    guard let label = reading.label else { return false }
    let dims = spec.flow.type(of: reading.value).dims
    return [false, true].allSatisfy { isProbability in
      let prediction = PredictionType(dims: dims, isProbability: isProbability)
      return (try? reading.loss.loss.check(prediction: prediction, label: label)) != nil
    }
  }

  /// Whether a layer computes what the loss would make of logits.
  private static func computes(
    _ reading: LossReading, _ layer: LayerFlow.Place, _ spec: LintedSpec
  ) -> Bool {
    guard layer.nature.activation?.range == .unit, let transform = reading.transform,
      let found = spec.built.graph.operation(of: layer.result)
    else { return false }
    var graph = Graph()
    let value = graph.input("value", spec.flow.type(of: reading.value))
    guard let result = try? transform.apply(to: value, in: &graph),
      let wanted = graph.operation(of: result)
    else { return false }
    return type(of: found) == type(of: wanted)
  }
}
