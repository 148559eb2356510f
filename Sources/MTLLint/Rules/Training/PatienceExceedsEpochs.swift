import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL607: a patience that no run of this length can lose.
enum PatienceExceedsEpochs: Rule {
  static let identity = DiagnosticIdentity(607, "patience-exceeds-epochs")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A rule that ends the run, or a schedule that lowers the rate, after so many epochs without a better \
      value, where the run has no more epochs than that.
      """,
    why: "It can never act: the run is over first.",
    bad: HousesSpec.with(HousesSpec.train(epochs: 20, "stop      early(patience: 30)")),
    good: HousesSpec.with(HousesSpec.train(epochs: 20, "stop      early(patience: 5)")))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let training = spec.model.training
    report(
      training.stopping?.waitingEpochs, .stoppingRule, in: "stop", "ends the run", spec,
      &findings)
    report(
      training.schedule.waitingEpochs, .schedule, in: "schedule", "lowers the rate", spec,
      &findings)
  }

  private static func report(
    _ patience: Int?, _ kind: EntryKind, in word: String, _ effect: String,
    _ spec: LintedSpec, _ findings: inout Findings
  ) {
    guard let patience, let share = spec.share(ofRun: Duration(Double(patience), .epoch)),
      share >= 1, let use = spec.trainingUses(of: kind, in: word).first
    else { return }
    let name = use.entry.parameters.map { $0.name }
      .first { use.arguments[$0] == .integer(patience) }
    let epochs = Duration(Double(patience), .epoch)
    findings.report(
      "`\(use.entry.name)` never \(effect): it waits \(epochs), and the run lasts "
        + "\(spec.runLength)",
      at: name.flatMap { use.argument($0) }?.value.range ?? use.call.range,
      secondary: spec.runLengthLabel, fix: Fix("wait for fewer epochs, or train longer"))
  }
}
