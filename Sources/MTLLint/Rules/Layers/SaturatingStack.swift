import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL208: many saturating activations in a row.
enum SaturatingStack: Rule {
  static let identity = DiagnosticIdentity(208, "saturating-stack")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      Four or more activations that saturate on both sides follow each other, with only linear \
      layers between them.
      """,
    why: """
      Each multiplies the gradient by its slope, which is below 1 nearly everywhere: little of \
      it reaches the first layers. An activation that does not saturate, a normalization or \
      `residual` lets it through.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode
          repeat(4) { dense(64) -> tanh }
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode
          repeat(4) { dense(64) -> silu }
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  /// How many in a row are too many.
  private static let most = 4

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.flow.places.contains(where: { $0.nature.activation?.saturates == true }) else {
      return
    }
    let bodies = addedBodies(of: spec)
    // The number of saturating activations in a row that a layer's result is made by.
    var counts: [Int: Int] = [:]
    for place in spec.flow.places {
      var count = 0
      if let first = spec.flow.before(place), bodies[first.index] == bodies[place.index] {
        count = counts[first.index] ?? 0
      }
      switch place.nature {
      case .affine, .linear, .dropout: counts[place.index] = count
      case .activation(let activation) where activation.saturates:
        counts[place.index] = count + 1
        guard count + 1 == most else { continue }
        findings.report(
          "`\(place.name)` is the \(ordinal) saturating activation in a row", at: place.range,
          notes: ["slopes below 1 multiply, so that the first layers get little of the gradient"],
          fix: Fix("take one that does not saturate, or put a normalization between"))
      case .activation, .normalization, .other: continue
      }
    }
  }

  private static let ordinal = "fourth"

  /// For each step that stands in a body whose result is added to what goes in, the innermost such body.
  private static func addedBodies(of spec: LintedSpec) -> [Int: Int] {
    var bodies: [Int: Int] = [:]
    var open: [(index: Int, depth: Int)] = []
    for (index, step) in spec.built.steps.enumerated() {
      while let last = open.last, last.depth >= step.scope.depth { open.removeLast() }
      if let last = open.last { bodies[index] = last.index }
      if case .layer(let layer)? = step.step?.kind, type(of: layer).bodyRole == .added {
        open.append((index, step.scope.depth))
      }
    }
    return bodies
  }
}
