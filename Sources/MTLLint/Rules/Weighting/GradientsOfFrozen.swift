import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL461: a gradient scheme whose shared parameters never move.
enum GradientsOfFrozen: Rule {
  static let identity = DiagnosticIdentity(461, "gradients-of-frozen-shared")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what:
      "A scheme that combines gradients of shared parameters all of which are frozen for the run.",
    why: """
      What the scheme finds is multiplied by a rate of 0: it costs a gradient for each task and changes \
      nothing that is shared.
      """,
    bad: HousesSpec.with(HousesSpec.parameters("freeze     always"), "weighting pcgrad"),
    good: HousesSpec.with(HousesSpec.parameters("freeze     always"), "weighting equal"))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let stage = spec.gradientStage, spec.model.pending == nil,
      spec.model.parameterSettings.contains(where: { $0.freeze == .always })
    else { return }
    let settings = spec.taskParameters.shared.map {
      spec.model.settings(ofParameter: $0.parameter.name)
    }
    guard !settings.isEmpty, settings.allSatisfy({ $0?.freeze == .always }) else { return }
    findings.report(
      "all parameters whose gradients `\(stage.name)` combines are frozen", at: stage.range,
      secondary: settings.first.flatMap { $0 }.map { [($0.range, "frozen here")] } ?? [],
      fix: Fix("take a weighting of losses, or let the shared layers learn"))
  }
}
