import Foundation
import MTL
import MTLCatalogue
import MTLCompiler
import MTLData
import MTLRuntime
import MTLSemantics
import MTLSource

/// What `mtl train` shows: a summary, the epochs as they end, the test table.
///
/// Progress goes to standard error, the test table to standard output. On a terminal a line is drawn
/// over itself while an epoch runs; elsewhere there are plain lines only.
final class ProgressView {
  private let run: TrainingRun
  private let isQuiet: Bool
  private let start = Clock.seconds
  private var lastDrawn = 0.0
  private var epochLine = ""
  private let firstStep: Int

  init(run: TrainingRun, isQuiet: Bool) {
    self.run = run
    self.isQuiet = isQuiet
    firstStep = run.steps.done
  }

  // MARK: Beginning

  /// Shows what is going to be trained.
  func begin() {
    if !run.spec.diagnostics.isEmpty {
      Terminal.error(TextRenderer(style: Terminal.style).render(run.spec.diagnostics))
    }
    for table in run.spec.tables { for note in table.notes { Terminal.error("note: \(note)") } }
    guard !isQuiet else { return }
    let compiled = run.session.compiled
    let model = compiled.model
    Terminal.error(
      "\(model.name): \(NumberText.counted(model.tasks.count, "task")), weighting \(model.weightingText)"
    )
    for table in run.spec.tables {
      Terminal.error("  data \(table.name): \(run.spec.rowsText(of: table.name))")
    }
    for shared in model.shared {
      Terminal.error(
        "  shared \(shared.name): \(NumberText.grouped(compiled.parameterCount(of: shared.name))) parameters"
      )
    }
    var families: Set<String> = []
    for task in model.tasks where task.family.map({ families.insert($0).inserted }) ?? true {
      Terminal.error("  " + line(of: task, compiled))
    }
    Terminal.error(
      "  \(NumberText.grouped(compiled.parameterCount)) parameters in all, "
        + "\(NumberText.counted(run.steps.total, "step")) of "
        + "\(NumberText.counted(compiled.batch, "row")), "
        + "\(NumberText.bytes(compiled.peakBytes)) of memory, \(run.session.instructionSet.rawValue)"
    )
    if firstStep > 0 { Terminal.error("  resumed after step \(firstStep)") }
  }

  private func line(of task: CheckedTask, _ compiled: CompiledModel) -> String {
    let losses = task.losses.map { loss in
      let factor = loss.factor == 1 ? "" : "\(ConstantValue.plain(loss.factor)) * "
      return "\(factor)\(type(of: loss.loss).name)"
    }
    let members = compiled.model.tasks.count { $0.family != nil && $0.family == task.family }
    let name = members > 1 ? "\(task.name) and \(members - 1) more, each" : "\(task.name):"
    return "\(task.isAuxiliary ? "auxiliary task" : "task") \(name) "
      + "\(NumberText.grouped(compiled.parameterCount(of: task.name))) parameters, loss "
      + losses.joined(separator: " + ")
  }

  // MARK: Progress

  /// Shows what the trainer tells.
  func show(_ event: Trainer.Event) {
    guard !isQuiet else { return }
    switch event {
    case .step(let step, let total): draw(step: step, of: total)
    case .epoch(let report):
      if Terminal.isLive { Terminal.live("") }
      Terminal.error(text(of: report))
    }
  }

  private func draw(step: Int, of total: Int) {
    guard Terminal.isLive else { return }
    let now = Clock.seconds
    guard now - lastDrawn > 0.1 else { return }
    lastDrawn = now
    let elapsed = now - start
    let left = elapsed / Double(max(step - firstStep, 1)) * Double(total - step)
    let rate = Double((step - firstStep) * run.session.compiled.batch) / max(elapsed, 1e-9)
    Terminal.live(
      "step \(step) of \(total)  \(NumberText.grouped(Int(rate))) rows/s  "
        + "\(NumberText.time(left)) left")
  }

  private func text(of report: EpochReport) -> String {
    let tasks = report.tasks.byFamily.map { task in
      let metrics = task.metrics.map { " \($0.name) \(NumberText.short($0.value))" }.joined()
      let validation = metrics.isEmpty ? " validation \(NumberText.short(task.loss))" : metrics
      return "\(task.task) \(NumberText.short(task.trainingLoss)) x "
        + "\(NumberText.short(task.weight))\(validation)"
    }
    return "epoch \(report.epoch)\(report.isBest ? " *" : "  ")  "
      + tasks.joined(separator: " | ")
      + " | \(NumberText.grouped(Int(report.rowsPerSecond))) rows/s"
  }

  // MARK: End

  /// Shows how the run ended, and the test table.
  func end(_ result: TrainingResult) {
    if result.end == .interrupted {
      Terminal.error(
        "interrupted after step \(result.steps); go on with `mtl train --resume \(run.folder.path)`"
      )
      return
    }
    if !isQuiet { Terminal.error(closing(result)) }
    let title = result.bestEpoch.map { "test, epoch \($0)" } ?? "test, last epoch"
    for line in ReportTable.lines(result.test, title: title) { Terminal.out(line) }
    if !isQuiet, let view = GradientView(result, of: run.session.compiled.model) {
      for line in view.lines { Terminal.error(line) }
    }
    if !isQuiet { Terminal.error("the run is in \(run.folder.path)") }
  }

  private func closing(_ result: TrainingResult) -> String {
    let reason = result.end == .stoppedEarly ? "stopped early" : "done"
    let length =
      result.epochs > 0
      ? NumberText.counted(result.epochs, "epoch") : NumberText.counted(result.steps, "step")
    return "\(reason) after \(length) in \(NumberText.time(result.seconds))"
  }
}

/// The table of tasks and metrics.
enum ReportTable {
  /// The lines of the table; a task has a line for its loss and for each of its metrics.
  static func lines(_ reports: [TaskReport], title: String) -> [String] {
    var table = TextTable()
    table.add([title, "value", "rows"])
    for report in withFamilies(reports) {
      let name = report.task + (report.isAuxiliary ? " (auxiliary)" : "")
      table.add(["\(name) loss", NumberText.short(report.loss), NumberText.grouped(report.rows)])
      for metric in report.metrics {
        table.add(["\(name) \(metric.name)", NumberText.short(metric.value), ""])
      }
    }
    return table.lines
  }

  /// The reports, each family's means before its members; those of large families are left out.
  private static func withFamilies(_ reports: [TaskReport]) -> [TaskReport] {
    let means = reports.byFamily
    guard means.count < reports.count else { return reports }
    return means.flatMap { mean in
      let members = reports.filter { $0.family == mean.task }
      return [mean] + (members.count <= 16 ? members : [])
    }
  }
}
