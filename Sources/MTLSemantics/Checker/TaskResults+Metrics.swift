import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension TaskResults {
  /// The task's metrics; what is wrong is reported and left out.
  func metrics(losses: [CheckedLoss]) -> [CheckedMetric] {
    let metrics = values(of: .metric)
    reportRepeated(metrics, "metric")
    let checked = metrics.compactMap { expression in
      metric(expression, losses: losses).map { (expression.range, $0) }
    }
    reportSameName(checked)
    return checked.map { $0.1 }
  }

  /// Two metrics of one name could not be told apart in reports.
  private func reportSameName(_ metrics: [(range: SourceRange, metric: CheckedMetric)]) {
    guard metrics.count > 1 else { return }
    var seen: [String: SourceRange] = [:]
    for (range, metric) in metrics {
      if let first = seen[metric.name], checker.sources.text(first) != checker.sources.text(range) {
        checker.report(
          .sameMetricName, "`\(task.name.text)` would report two metrics `\(metric.name)`",
          at: range, secondary: [(first, "the first one")],
          notes: ["a metric is called as it is written, less its label and value"],
          helps: [.init("keep one of them, or give the other value a task of its own")])
      }
      seen[metric.name] = range
    }
  }

  private func metric(_ expression: Expression, losses: [CheckedLoss]) -> CheckedMetric? {
    guard let call = call(expression, of: .metric),
      let type = checker.entry(
        call.name, among: Registry.metrics, kind: "metric", plural: "metrics")
    else { return nil }
    if reportUnnamedSetting(call, of: type) { return nil }
    let label = call.arguments.first { $0.label == nil }?.value
    let settings = call.without(label).without(TaskResults.commonArguments)
    guard let arguments = checker.bind(settings, to: type) else { return nil }
    let metric = type.init(arguments)
    guard !losses.isEmpty else { return nil }
    guard let (target, alias) = subject(of: call, label, losses: losses),
      let labelType = labelType(of: target, at: label)
    else { return nil }
    let transform = reading(of: metric, alias, labelType, losses: losses)
    guard fits(metric, call, label ?? expression, (target, alias), labelType, transform) else {
      return nil
    }
    checker.noteEntry(metric, at: call.name)
    return CheckedMetric(
      name: settings.text(in: checker.sources), metric: metric, target: target,
      prediction: alias, transform: transform)
  }

  /// How a metric reads a value: as the first of its readings whose label the metric takes.
  private func reading(
    of metric: any Metric, _ alias: String?, _ label: ValueType, losses: [CheckedLoss]
  ) -> PredictionTransform {
    let transform = transform(of: alias, losses: losses)
    let fitting = transform.readings.first { (try? metric.check(label: $0.label(label))) != nil }
    return fitting ?? transform
  }

  /// Whether a metric goes with its label and its prediction, or a report.
  private func fits(
    _ metric: any Metric, _ call: Call, _ label: Expression,
    _ subject: (target: Target, alias: String?), _ labelType: ValueType,
    _ transform: PredictionTransform
  ) -> Bool {
    guard let prediction = checker.prediction(of: name, named: subject.alias) else {
      return false
    }
    guard isOfSameRows(subject.target, label, subject.alias) else { return false }
    guard transform != .unitVector else {
      checker.report(
        .predictionMismatch,
        "`\(call.name.text)` compares what is predicted with a label, and the loss makes no prediction",
        at: call.range, notes: ["it compares rows of a batch with each other"],
        helps: [.init("leave it out, or give a task of its own a loss of classes")])
      return false
    }
    do throws(LabelMismatch) {
      let compared = transform.label(labelType)
      try metric.check(label: compared)
      guard transform.dims(of: prediction.dims).mayEqual(compared.predictionDims) else {
        throw LabelMismatch.shape(expected: compared.predictionDims)
      }
      return true
    } catch {
      MismatchReport(
        checker: checker, task: task, call: call, label: label, target: subject.target,
        labelType: labelType, prediction: prediction
      ).report(error)
      return false
    }
  }

  /// What a metric compares: as it says, or as the task's only loss does.
  private func subject(
    of call: Call, _ label: Expression?, losses: [CheckedLoss]
  ) -> (Target, String?)? {
    if let label {
      guard let target = target(label: label, call: call), let alias = predictionName(in: call)
      else { return nil }
      return (target, alias.alias)
    }
    guard losses.count == 1 else {
      checker.report(
        .metricWithoutLabel,
        "`\(call.name.text)` has to name its label, for the loss has "
          + "\(losses.count) terms", at: call.range,
        helps: [.init("write `\(call.name.text)(data.label, of: value)`")])
      return nil
    }
    return (losses[0].target, losses[0].prediction)
  }
}
