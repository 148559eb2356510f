import MTLCatalogue
import MTLCompiler
import MTLData
import MTLGraph
import MTLSemantics

/// Evaluates the parameters in memory on the rows of a split: losses, metrics, predictions.
final class Evaluator {
  private let model: CheckedModel
  private let tables: [DataTable]
  private let runner: GraphRunner

  init(model: CheckedModel, tables: [DataTable], runner: GraphRunner) {
    self.model = model
    self.tables = tables
    self.runner = runner
  }

  /// The reports of all tasks on a split.
  func evaluate(_ split: Split) -> [TaskReport] {
    var accumulators = model.tasks.map { TaskAccumulator($0, tables: tables, runner: runner) }
    for (table, dataSet) in tables.enumerated() {
      forEachBatch(of: dataSet.rows(of: split), table: table) { rows in
        for index in accumulators.indices {
          accumulators[index].add(rows: rows, table: table, runner: runner)
        }
      }
    }
    return accumulators.map { $0.report() }
  }

  /// What the outputs of the tasks that read a table predict for rows of it.
  ///
  /// - Returns: For each output, the numbers of its rows one after another.
  func predict(table: Int, rows: [Int32]) -> [OutputPredictions] {
    var outputs = OutputPredictions.all(
      of: model, table: table, tables: tables, runner: runner)
    forEachBatch(of: rows, table: table) { batch in
      for index in outputs.indices { outputs[index].add(rows: batch, runner: runner) }
    }
    return outputs
  }

  private func forEachBatch(of rows: [Int32], table: Int, _ body: (ArraySlice<Int32>) -> Void) {
    var selection = tables.map { _ in RowList(capacity: Compiler.evaluationBatch) }
    for start in stride(from: 0, to: rows.count, by: Compiler.evaluationBatch) {
      let batch = rows[start..<min(start + Compiler.evaluationBatch, rows.count)]
      selection[table].clear()
      for row in batch { selection[table].append(row) }
      runner.run(selection, random: RandomKey(seed: 0, step: 0))
      body(batch)
    }
  }
}

/// Gathers what an evaluation says of one task.
struct TaskAccumulator {
  private struct Term {
    let factor: Double
    let sumOutput: Int?
    let countOutput: Int?
    var sum = 0.0
    var count = 0.0
  }

  fileprivate struct Gathering {
    let subject: MetricSubject
    let output: Int?
    let table: Int
    let labels: [Double]
    let isPresent: [Bool]
    /// How many parts of a row have a label, or none, by themselves.
    let parts: Int
    let scale: UnitScale
    var predictions: Predictions
  }

  private let task: CheckedTask
  private var terms: [Term]
  private var gatherings: [Gathering]

  init(_ task: CheckedTask, tables: [DataTable], runner: GraphRunner) {
    self.task = task
    terms = task.losses.enumerated().map { index, term in
      Term(
        factor: term.factor,
        sumOutput: runner.executor.outputIndex(of: GraphName.lossSum(task.name, index)),
        countOutput: runner.executor.outputIndex(of: GraphName.lossCount(task.name, index)))
    }
    gatherings = TaskAccumulator.gatherings(of: task, tables: tables, runner: runner)
  }

  /// The metrics that read the same value against the same label are gathered once.
  private static func gatherings(
    of task: CheckedTask, tables: [DataTable], runner: GraphRunner
  ) -> [Gathering] {
    Set(task.metrics.map { MetricSubject($0) }).compactMap { subject -> Gathering? in
      guard let table = tables.firstIndex(where: { $0.name == subject.target.data }) else {
        return nil
      }
      let (labels, isPresent) = tables[table].labels(subject.target)
      let output = runner.executor.outputIndex(of: subject.prediction.outputName(task.name))
      let width = output.map { runner.executor.outputSlot($0).type.elementsPerRow } ?? 0
      let encoding = tables[table].encoding(of: subject.target.label)
      let parts = tables[table].presenceWidth(of: subject.target.label)
      let labelWidth = tables[table].elementCount(of: subject.target.label) / parts
      let transform = subject.prediction.transform
      return Gathering(
        subject: subject, output: output, table: table, labels: labels, isPresent: isPresent,
        parts: parts, scale: UnitScale(encoding),
        predictions: Predictions(
          width: width / parts, label: transform.label(encoding.valueType(width: labelWidth)),
          labelWidth: labelWidth, isOrdered: transform.isOrdered))
    }
  }

  /// Adds the batch that the runner has just run.
  mutating func add(rows: ArraySlice<Int32>, table: Int, runner: GraphRunner) {
    for index in terms.indices {
      guard let sum = terms[index].sumOutput, let count = terms[index].countOutput else { continue }
      terms[index].sum += Double(runner.scalar(sum))
      terms[index].count += Double(runner.scalar(count))
    }
    for index in gatherings.indices where gatherings[index].table == table {
      gatherings[index].add(rows: rows, runner: runner)
    }
  }

  /// The task's losses and metrics over all batches.
  func report() -> TaskReport {
    let counted = terms.filter { $0.count > 0 }
    let loss = counted.reduce(0.0) { $0 + $1.factor * $1.sum / $1.count }
    let metrics = task.metrics.map { metric in
      let gathering = gatherings.first { $0.subject == MetricSubject(metric) }
      return TaskReport.MetricValue(
        name: metric.name,
        value: gathering.flatMap { metric.metric.value(of: $0.predictions) },
        higherIsBetter: type(of: metric.metric).higherIsBetter)
    }
    return TaskReport(
      task: task.name, family: task.family, isAuxiliary: task.isAuxiliary,
      loss: counted.isEmpty ? nil : loss,
      metrics: metrics, rows: Int(terms.map { $0.count }.max() ?? 0))
  }
}

/// What a metric compares: metrics of one subject share what is gathered.
private struct MetricSubject: Hashable {
  let target: Target
  let prediction: TaskPrediction

  init(_ metric: CheckedMetric) {
    target = metric.target
    prediction = TaskPrediction(value: metric.prediction, transform: metric.transform)
  }
}

extension TaskAccumulator.Gathering {
  fileprivate mutating func add(rows: ArraySlice<Int32>, runner: GraphRunner) {
    guard let output else { return }
    let width = predictions.width
    let labelWidth = predictions.labelWidth
    runner.executor.withOutput(output) { values in
      for (place, row) in rows.enumerated() {
        for part in 0..<parts where isPresent[Int(row) * parts + part] {
          let first = place * parts + part
          for element in first * width..<(first + 1) * width {
            predictions.values.append(scale.plain(Double(values[element])))
          }
          let start = (Int(row) * parts + part) * labelWidth
          predictions.labels.append(contentsOf: labels[start..<start + labelWidth])
        }
      }
    }
  }
}

/// Brings scaled numbers back to the units of the file.
struct UnitScale {
  private let offset: Double
  private let factor: Double

  /// The scale of a column's encoding; that of classes and flags changes nothing.
  init(_ encoding: ColumnEncoding?) {
    if case .numbers(let offset, let scale, _)? = encoding {
      self.offset = offset
      factor = scale
    } else {
      offset = 0
      factor = 1
    }
  }

  /// The number in the file's units.
  func plain(_ value: Double) -> Double { value * factor + offset }
}

extension ColumnEncoding? {
  /// The type of a label that has been encoded so.
  fileprivate func valueType(width: Int) -> ValueType {
    switch self {
    case .classes(let classes)?: .category(places: [], classes: .size(classes.count))
    case .flags?: .flag([.size(width)])
    case .numbers?, nil: .number([.size(width)])
    }
  }
}
