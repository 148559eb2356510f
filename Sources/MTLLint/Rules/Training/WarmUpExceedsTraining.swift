import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL605: a warm-up that lasts as long as the run.
enum WarmUpExceedsTraining: Rule {
  static let identity = DiagnosticIdentity(605, "warm-up-exceeds-training")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A schedule whose rate still rises when the run ends.",
    why: """
      The learning rate that is written is never reached, and what the schedule does after the warm-up \
      never comes.
      """,
    bad: HousesSpec.with(HousesSpec.train(epochs: 10, "schedule  cosine(warmup: 20 epochs)")),
    good: HousesSpec.with(HousesSpec.train(epochs: 10, "schedule  cosine(warmup: 1 epoch)")))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let rise = spec.model.training.schedule.rise, let share = spec.share(ofRun: rise),
      share >= 1, let use = spec.trainingUses(of: .schedule, in: "schedule").first
    else { return }
    let name = use.entry.parameters.map { $0.name }
      .first { use.arguments[$0] == .duration(rise) }
    findings.report(
      "the rate rises for \(rise), and the run lasts \(spec.runLength)",
      at: name.flatMap { use.argument($0) }?.value.range ?? use.call.range,
      secondary: spec.runLengthLabel, fix: Fix("make the warm-up a small part of the run"))
  }
}
