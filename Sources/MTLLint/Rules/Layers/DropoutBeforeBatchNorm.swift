import MTLCatalogue
import MTLSource

/// MTL205: dropout whose values a normalization over the batch reads.
enum DropoutBeforeBatchNorm: Rule {
  static let identity = DiagnosticIdentity(205, "dropout-before-batch-norm")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      Elements are dropped, and a normalization over the batch reads them with no layer with \
      weights in between.
      """,
    why: """
      Dropping raises the variance while training and not when the model is evaluated. The \
      running variance is that of training, so that the model is normalized wrongly when it is \
      used.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dropout(0.2) -> batch_norm -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> batch_norm -> dropout(0.2) -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    references: [
      "Li et al., Understanding the Disharmony between Dropout and Batch Normalization, CVPR 2019, arXiv:1801.05134"
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for place in spec.flow.places where place.nature.isOverBatch {
      guard let dropout = dropout(before: place, spec) else { continue }
      findings.report(
        "`\(place.name)` reads values that `\(dropout.name)` drops elements of", at: place.range,
        secondary: [(dropout.range, "drops them while training only")],
        notes: ["the variance is another one when the model is evaluated"],
        fix: Fix("normalize first, and drop elements behind it"))
    }
  }

  private static func dropout(
    before place: LayerFlow.Place, _ spec: LintedSpec
  ) -> LayerFlow.Place? {
    var current = spec.flow.before(place)
    while let found = current {
      if found.nature.drops { return found }
      switch found.nature {
      case .activation, .linear, .dropout, .normalization(overBatch: false):
        current = spec.flow.before(found)
      case .affine, .normalization, .other: return nil
      }
    }
    return nil
  }
}
