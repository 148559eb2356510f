import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL606: a point of a schedule behind the end of the run.
enum ScheduleNeverFires: Rule {
  static let identity = DiagnosticIdentity(606, "schedule-never-fires")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what:
      "A point at which a schedule changes the rate that lies at the end of the run or behind it.",
    why:
      "The change never comes: most often the run has been made shorter and the schedule has not.",
    bad: spec("[10 epochs, 50 epochs]"), good: spec("[10 epochs, 15 epochs]"))

  private static func spec(_ points: String) -> String {
    HousesSpec.with(
      HousesSpec.train(epochs: 20, "schedule  steps(at: \(points), factor: 0.1)"))
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let points = spec.model.training.schedule.points
    guard !points.isEmpty,
      let use = spec.trainingUses(of: .schedule, in: "schedule").first
    else { return }
    let ranges = places(of: points, in: use)
    for (place, point) in points.enumerated() {
      guard let share = spec.share(ofRun: point), share >= 1 else { continue }
      findings.report(
        "the rate would change after \(point), and the run lasts \(spec.runLength)",
        at: ranges[place],
        secondary: spec.runLengthLabel, fix: Fix("train longer, or let it change earlier"))
    }
  }

  /// Where each point is written, or the list of them, or the schedule.
  private static func places(of points: [Duration], in use: EntryUse) -> [SourceRange] {
    let list = ConstantValue.list(points.map { .duration($0) })
    let name = use.entry.parameters.map { $0.name }.first { use.arguments[$0] == list }
    let value = name.flatMap { use.argument($0) }?.value
    if case .list(let elements)? = value?.kind, elements.count == points.count {
      return elements.map { $0.range }
    }
    return points.map { _ in value?.range ?? use.call.range }
  }
}
