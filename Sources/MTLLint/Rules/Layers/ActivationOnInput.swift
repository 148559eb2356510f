import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL235: an activation of numbers as they come from the data.
enum ActivationOnInput: Rule {
  static let identity = DiagnosticIdentity(235, "activation-on-input")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      An activation reads the columns as they are encoded, before any layer with weights.
      """,
    why: """
      It throws away a part of the data that a layer with weights could have used: `relu` makes \
      everything below the mean 0. One that squeezes large numbers, such as `tanh`, is left \
      alone.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> relu -> dense(64) -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.flow.places.contains(where: { first(before: $0, spec) != nil }) else { return }
    let inputs = inputs(of: spec)
    let found = spec.flow.places(whereAlways: { place in
      first(before: place, spec).map { inputs.contains($0) } ?? false
    })
    for place in found {
      findings.report(
        "`\(place.name)` reads the data before any layer with weights", at: place.range,
        fix: Fix("put a layer with weights before it"))
    }
  }

  /// The value that no layer gives which an activation reads, with nothing but moved elements between.
  private static func first(before place: LayerFlow.Place, _ spec: LintedSpec) -> Value? {
    guard let activation = place.nature.activation, !activation.saturates, activation.range != .unit
    else { return nil }
    var first = place
    while let before = spec.flow.before(first) {
      guard case .linear = before.nature else { return nil }
      first = before
    }
    return first.operands.first
  }

  /// The values that hold the data themselves: those of inputs, and those encoded without weights.
  private static func inputs(of spec: LintedSpec) -> Set<Value> {
    var inputs: Set<Value> = []
    for step in spec.built.steps {
      guard case .encoder? = step.step?.kind, let value = step.value, step.parameters.isEmpty
      else { continue }
      inputs.insert(value)
    }
    for place in spec.flow.places {
      for operand in place.operands {
        if case .input = spec.built.graph.nodes[operand.index].definition { inputs.insert(operand) }
      }
    }
    return inputs
  }
}
