import MTLCatalogue
import MTLGraph
import MTLSource

/// MTL201: two affine layers with nothing between them that is not linear.
enum ConsecutiveLinear: Rule {
  static let identity = DiagnosticIdentity(201, "consecutive-linear")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      Two layers with weights follow each other, and what stands between them, if anything, is linear as well.
      """,
    why: """
      Two affine maps are one affine map: the first adds parameters and no power, and makes the problem \
      worse conditioned. Most often an activation has been forgotten. A layer that several tasks read is \
      left alone, and so is one that narrows the value, which bounds the rank on purpose.
      """,
    bad: """
      \(Houses.pricesAndRents)

      shared trunk(houses.features) {
          encode -> dense(64) -> dense(64) -> relu
      }

      \(Houses.priceHead)

      \(Houses.rentHead)
      """,
    good: """
      \(Houses.pricesAndRents)

      shared trunk(houses.features) {
          encode -> dense(64) -> relu -> dense(64) -> relu
      }

      \(Houses.priceHead)

      \(Houses.rentHead)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (first, second) in pairs(in: spec) {
      findings.report(
        "`\(first.name)` and `\(second.name)` follow each other with nothing non-linear between them",
        at: second.range, secondary: [(first.range, "the layer before it")],
        notes: ["two affine maps in a row are one"],
        fix: Fix("put an activation between them, or leave one of them out"))
    }
  }

  /// The layers with weights that follow each other.
  static func pairs(
    in spec: LintedSpec
  ) -> [(first: LayerFlow.Place, second: LayerFlow.Place)] {
    spec.flow.places.compactMap { place in
      guard place.nature.isAffine, let first = spec.flow.weightlessChain(before: place).last,
        first.nature.isAffine, spec.flow.readers(of: first.result).count == 1,
        !narrows(first, before: place, spec)
      else { return nil }
      return (first, place)
    }
  }

  /// Whether the first layer's result is narrower than both what it reads and what follows.
  private static func narrows(
    _ first: LayerFlow.Place, before place: LayerFlow.Place, _ spec: LintedSpec
  ) -> Bool {
    guard let read = first.operands.first.flatMap({ spec.flow.type(of: $0).dims.last?.size }),
      let inner = spec.flow.type(of: first.result).dims.last?.size,
      let outer = spec.flow.type(of: place.result).dims.last?.size
    else { return false }
    return inner < read && inner < outer
  }
}
