import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL242: a gradient that is stopped where nothing would be trained.
enum StopGradientOnInput: Rule {
  static let identity = DiagnosticIdentity(242, "stop-gradient-on-input")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The gradient is stopped at a value that no trained weight has a part in.
      """,
    why: """
      The step has no effect: it was to stand behind the layers that are not to be trained, or \
      those are frozen already.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> stop_gradient -> dense(64) -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.widePrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.flow.places.contains(where: { stops($0, spec) }) else { return }
    let trained = trainedValues(of: spec)
    let found = spec.flow.places(whereAlways: { place in
      stops(place, spec) && !(place.operands.first.map { trained[$0.index] } ?? true)
    })
    for place in found {
      findings.report(
        "`\(place.name)` stops a gradient that trains nothing", at: place.range,
        label: "no trained weight stands before it",
        fix: Fix("leave it out, or put it behind what is not to be trained"))
    }
  }

  /// Whether a layer gives on its value and no gradient to it.
  private static func stops(_ place: LayerFlow.Place, _ spec: LintedSpec) -> Bool {
    guard let operation = spec.built.graph.operation(of: place.result),
      let value = place.operands.first
    else { return false }
    return !type(of: operation).isDifferentiable
      && spec.built.graph.nodes[place.result.index].operands == [value]
  }

  /// For every value, whether its gradient trains something.
  private static func trainedValues(of spec: LintedSpec) -> [Bool] {
    var parameters: Set<String> = []
    for parameter in spec.built.parameters where !parameter.isFrozen {
      if spec.model.settings(ofParameter: parameter.name)?.freeze != .always {
        parameters.insert(parameter.name)
      }
    }
    var trained: [Bool] = []
    for node in spec.built.graph.nodes {
      switch node.definition {
      case .input: trained.append(false)
      case .variable(let name): trained.append(parameters.contains(name))
      case .operation(let operation):
        trained.append(
          type(of: operation).isDifferentiable && node.operands.contains { trained[$0.index] })
      }
    }
    return trained
  }
}
