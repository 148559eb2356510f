import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// Reports what a stage of a weighting asks of losses or metrics and the tasks do not have.
  func checkRequirements(of weightings: [any Weighting], _ stages: [Expression]) {
    for (weighting, stage) in zip(weightings, stages) {
      switch weighting.requirement {
      case .any: continue
      case .positive:
        reportNegativeLosses(type(of: weighting).name, at: stage.range)
        reportNegativeWeights(before: weighting, stage, among: weightings, stages)
      case .metric: reportTasksWithoutShare(type(of: weighting).name, at: stage.range)
      }
    }
  }

  /// Reports a scheme that acts on the optimizer where that cannot be taken apart; `checkTraining` has
  /// to come before.
  func checkUpdates(ofDeclared weightings: [any Weighting]) {
    for case .weighting(let stages, _) in program.declarations.map({ $0.kind }) {
      return checkUpdates(of: weightings, stages)
    }
  }

  /// The same of the stages of any weighting; nothing while the optimizer is not known.
  func checkUpdates(of weightings: [any Weighting], _ stages: [Expression]) {
    guard let optimizer, !optimizer.addsSteps else { return }
    for (weighting, stage) in zip(weightings, stages) where weighting is any UpdateWeighting {
      let names = Registry.optimizers.filter { type in
        type.init(Arguments(defaultsOf: type.parameters)).addsSteps
      }.map { "`\($0.name)`" }
      report(
        .conflictingSettings,
        "`\(type(of: weighting).name)` adds up the optimizer's moves for each task, and those of "
          + "`\(type(of: optimizer).name)` cannot be added up", at: stage.range,
        secondary: optimizerRange.map { [($0, "the optimizer")] } ?? [],
        notes: ["how far it goes depends on all numbers of a parameter together"],
        helps: [
          .init("use an optimizer that moves each number by itself: \(listed(names, by: "or"))")
        ])
    }
  }

  /// Where the optimizer is named.
  private var optimizerRange: SourceRange? {
    for case .settings(let settings) in program.declarations.map({ $0.kind })
    where settings.kind == .train {
      return settings.clauses.first { $0.word.text == "optimizer" }?.word.range
    }
    return nil
  }

  /// Reports a stage before one that needs losses above 0, whose weights can be below 0.
  private func reportNegativeWeights(
    before weighting: any Weighting, _ stage: Expression, among weightings: [any Weighting],
    _ stages: [Expression]
  ) {
    for (former, place) in zip(weightings, stages) where place.range.end <= stage.range.start {
      guard let losses = former as? any LossWeighting, losses.weighsBelowZero else { continue }
      let (name, formerName) = (type(of: weighting).name, type(of: former).name)
      report(
        .negativeLoss,
        "`\(name)` needs losses above 0, and `\(formerName)` can give one a weight below 0",
        at: stage.range, secondary: [(place.range, "weighs losses before it")],
        helps: [.init("leave out one of the two, or let `\(formerName)` weigh with 0 and more")])
    }
  }

  /// Reports the tasks of which a term of the loss can be below 0.
  private func reportNegativeLosses(_ scheme: String, at range: SourceRange) {
    var found: [(name: String, loss: CheckedLoss)] = []
    for task in tasks {
      let name = task.family ?? task.name
      guard let loss = task.losses.first(where: { type(of: $0.loss).canBeNegative }),
        !found.contains(where: { $0.name == name })
      else { continue }
      found.append((name, loss))
    }
    guard let first = found.first else { return }
    let names = listed(found.map { "`\($0.name)`" })
    let isOne = found.count == 1
    report(
      .negativeLoss,
      "`\(scheme)` needs losses above 0, and \(isOne ? "that" : "those") of \(names) can be negative",
      at: range,
      secondary: found.prefix(8).map { ($0.loss.range, "can be below 0") },
      notes: ["it takes the logarithms of losses, divides by them, or measures them from 0"],
      helps: [
        .init(
          "`\(type(of: Registry.plainSum).name)` and most schemes of gradients weigh losses of any sign; or give "
            + "\(isOne ? names : "them") another loss than `\(type(of: first.loss.loss).name)`")
      ])
  }

  /// Reports the tasks that have no metric between 0 and 1.
  private func reportTasksWithoutShare(_ scheme: String, at range: SourceRange) {
    var found: [(name: String, range: SourceRange)] = []
    for task in tasks where task.shareMetric == nil && !doubtfulTasks.contains(task.name) {
      let name = task.family ?? task.name
      if !found.contains(where: { $0.name == name }) { found.append((name, task.range)) }
    }
    guard !found.isEmpty else { return }
    let names = listed(found.map { "`\($0.name)`" })
    let known = Registry.metrics.filter { $0.isShare }.map { "`\($0.name)`" }.sorted()
    report(
      .metricWanted,
      "`\(scheme)` goes by a metric between 0 and 1 of each task, and \(names) "
        + "\(found.count == 1 ? "has" : "have") none", at: range,
      secondary: found.prefix(8).map { ($0.range, "has no such metric") },
      notes: ["such metrics are \(listed(known)), of tasks of classes"],
      helps: [.init("give the task one, such as `metric accuracy`, or take another weighting")])
  }
}
