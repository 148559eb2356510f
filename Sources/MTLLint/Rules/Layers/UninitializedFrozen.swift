import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL244: weights that stay as they were drawn.
enum UninitializedFrozen: Rule {
  static let identity = DiagnosticIdentity(244, "uninitialized-frozen")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      Weights are never trained, and nothing says where they are read from: they stay the random \
      numbers that they begin with.
      """,
    why: """
      A frozen layer is meant to have been trained before: without `initialize` it mixes what it \
      reads at random. Where random features are meant, a comment can say so.
      """,
    bad: """
      \(Houses.pricesAndRents)

      \(Houses.wideTrunk)

      \(Houses.priceHead)

      \(Houses.rentHead)

      parameters trunk { freeze always }
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.wideTrunk)

      \(Houses.priceHead)

      \(Houses.rentHead)

      parameters trunk {
          initialize checkpoint("trunk.safetensors")
          freeze     always
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let settings = spec.model.parameterSettings
    guard
      settings.contains(where: { $0.freeze == .always })
        || spec.built.parameters.contains(where: { $0.isFrozen })
    else { return }
    let sources = settings.filter { $0.source != nil }
    let random = spec.built.parameters.filter { parameter in
      isRandom(parameter.initializer) && !sources.contains { $0.covers(parameter.name) }
    }
    guard !random.isEmpty else { return }
    for settings in settings where settings.freeze == .always {
      guard random.contains(where: { settings.covers($0.name) }) else { continue }
      report("`\(settings.path)`", at: settings.range, &findings)
    }
    let frozen = random.filter { $0.isFrozen }
    guard !frozen.isEmpty else { return }
    for place in spec.flow.places where type(of: place.layer).bodyRole == .frozen {
      let scope = spec.path(of: place) + "."
      guard frozen.contains(where: { $0.name.hasPrefix(scope) }) else { continue }
      report("the body of `\(place.name)`", at: place.range, &findings)
    }
  }

  private static func report(
    _ what: String, at range: SourceRange, _ findings: inout Findings
  ) {
    findings.report(
      "\(what) stays as it was drawn at random", at: range,
      label: "never trained, and read from nowhere",
      fix: Fix("read the weights with `initialize` in a `parameters` declaration, or train them"))
  }

  private static func isRandom(_ initializer: Initializer) -> Bool {
    switch initializer {
    case .uniform, .normal: true
    case .constant, .waves: false
    }
  }
}
