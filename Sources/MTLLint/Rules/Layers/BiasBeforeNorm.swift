import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL204: a bias that the normalization behind it takes away again.
enum BiasBeforeNorm: Rule {
  static let identity = DiagnosticIdentity(204, "bias-before-norm")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: """
      A layer adds a bias to each channel, and the normalization directly behind it subtracts \
      each channel's mean over the batch.
      """,
    why: """
      The bias cancels out: its gradient is 0 but for rounding, while it costs memory and time \
      and is decayed and saved like all others. The shift of the normalization does what it was \
      meant for.
      """,
    bad: """
      data digits from csv("digits.csv") {
          column  pixel_0..pixel_63: number
          feature image: pixels(height: 8, width: 8) = pixel_0..pixel_63
          label   digit: category(10)
      }

      task digit(digits.image) {
          conv(16, kernel: 3) -> batch_norm -> relu -> flatten -> dense(10)
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
          conv(16, kernel: 3, bias: false) -> batch_norm -> relu -> flatten -> dense(10)
          loss   cross_entropy(digits.digit)
          metric accuracy
      }
      """,
    references: ["Ioffe and Szegedy, Batch Normalization, ICML 2015, section 3.2, arXiv:1502.03167"]
  )

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.flow.places.contains(where: { $0.nature.isOverBatch }) else { return }
    let results = spec.resultValues
    let found = spec.flow.places(whereAlways: { norm(behind: $0, results, spec) != nil })
    for place in found {
      guard let norm = norm(behind: place, results, spec) else { continue }
      findings.report(
        "`\(norm.name)` takes away the bias that `\(place.name)` adds", at: place.range,
        secondary: [(norm.range, "subtracts each channel's mean")],
        fix: Fix("leave the bias out", edits: edits(place, spec)))
    }
  }

  /// The normalization that alone reads a layer with a bias that has been neither written nor read from a
  /// file.
  private static func norm(
    behind place: LayerFlow.Place, _ results: Set<Value>, _ spec: LintedSpec
  ) -> LayerFlow.Place? {
    guard case .affine(hasBias: true) = place.nature, !results.contains(place.result),
      let parameter = type(of: place.layer).biasParameter
    else { return nil }
    let readers = spec.flow.readers(of: place.result)
    guard readers.count == 1, let norm = readers.first, norm.nature.isOverBatch,
      !isWritten(parameter, place, spec), !isRead(place, spec)
    else { return nil }
    return norm
  }

  private static func isRead(_ place: LayerFlow.Place, _ spec: LintedSpec) -> Bool {
    spec.model.parameterSettings.contains {
      $0.source != nil && $0.covers(spec.path(of: place) + ".")
    }
  }

  private static func isWritten(
    _ parameter: String, _ place: LayerFlow.Place, _ spec: LintedSpec
  ) -> Bool {
    let call = spec.step(at: place.range)?.step.call
    return call?.arguments.contains { $0.name?.text == parameter } ?? false
  }

  private static func edits(_ place: LayerFlow.Place, _ spec: LintedSpec) -> [Diagnostic.Edit] {
    guard let parameter = type(of: place.layer).biasParameter,
      let call = spec.step(at: place.range)?.step.call, call.name.text == place.name,
      let last = call.arguments.last
    else { return [] }
    return [Diagnostic.Edit(last.range.after, ", \(parameter): false")]
  }
}
