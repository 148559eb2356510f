import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL214: a model of several layers that is one linear map.
enum NoNonlinearity: Rule {
  static let identity = DiagnosticIdentity(214, "no-nonlinearity")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: """
      Two or more layers with weights follow each other, and nothing in the whole model is not \
      linear.
      """,
    why: """
      The model can tell no more than a linear one. As a bound on the rank, or to share few \
      numbers among many tasks, it may be meant.
      """,
    bad: """
      \(Houses.pricesAndRents)

      shared trunk(houses.features) {
          encode -> dense(64)
      }

      \(Houses.priceHead)

      \(Houses.rentHead)
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.wideTrunk)

      \(Houses.priceHead)

      \(Houses.rentHead)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let last = spec.flow.places.first(where: { first(before: $0, spec) != nil }),
      let first = first(before: last, spec), ConsecutiveLinear.pairs(in: spec).isEmpty,
      spec.flow.places.allSatisfy({ $0.nature.isLinear || isPlainBody($0) }),
      !spec.model.shared.contains(where: { type(of: $0.sharing).givesViews })
    else { return }
    findings.report(
      "nothing in the model is not linear", at: first.range,
      secondary: [(last.range, "a further layer with weights")],
      notes: ["all layers together can tell what one of them can"],
      fix: Fix("put an activation behind it, or leave one of the layers out"))
  }

  /// The layer with weights before one with weights.
  private static func first(
    before place: LayerFlow.Place, _ spec: LintedSpec
  ) -> LayerFlow.Place? {
    guard place.nature.isAffine, let first = spec.flow.weightlessChain(before: place).last,
      first.nature.isAffine
    else { return nil }
    return first
  }

  /// Whether it is a body that does nothing besides.
  private static func isPlainBody(_ place: LayerFlow.Place) -> Bool {
    let layer = type(of: place.layer)
    return layer.takesBody && layer.bodyRole != .plain
  }
}
