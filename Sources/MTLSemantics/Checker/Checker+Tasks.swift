import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// Checks the results of a task whose body holds.
  func checkTask(
    _ task: Declaration.LearningTask, inputs: [CheckedInput], body: CheckedBody
  ) {
    let errors = errorCount
    let results = TaskResults(checker: self, task: task)
    let losses = results.losses()
    let metrics = results.metrics(losses: losses)
    let outputs = results.outputs(losses: losses)
    if errorCount > errors { doubtfulTasks.insert(task.name.text) }
    guard !losses.isEmpty else { return }
    tasks.append(
      CheckedTask(
        name: results.name, family: task.iterations.isEmpty ? nil : task.name.text,
        isAuxiliary: task.isAuxiliary, inputs: inputs, body: body,
        losses: losses, metrics: metrics, outputs: outputs, range: task.name.range,
        line: sources.line(of: task.name.range.start)))
  }

  /// Checks the names of the results of a task whose values are not known.
  func checkResultNames(of task: Declaration.LearningTask) {
    doubtfulTasks.insert(task.name.text)
    let results = TaskResults(checker: self, task: task)
    let losses = results.losses()
    _ = results.metrics(losses: losses)
  }

  /// The rows of a task's value.
  func rows(of task: String, named alias: String?) -> RowSpace? {
    guard case .tensor(let value, _)? = assembly.value(of: task, named: alias) else { return nil }
    return assembly.builder.graph.type(of: value).rows
  }

  /// The type of a task's value: the end of its chain, or a named value.
  func prediction(of task: String, named alias: String?) -> PredictionType? {
    guard case .tensor(let value, let isProbability)? = assembly.value(of: task, named: alias)
    else { return nil }
    return PredictionType(
      dims: assembly.builder.graph.type(of: value).dims, isProbability: isProbability)
  }

  /// A column of flags that a task computes: the label or mask that an expression is.
  func computedColumn(_ expression: Expression, data: CheckedData?) -> (String, CheckedColumn)? {
    guard let (owner, value) = flag(expression, data: data), let flag = Checker.flagType else {
      return nil
    }
    let name = "(\(sources.text(expression.range)))" + (member?.suffix ?? "")
    let column = CheckedColumn(
      name: name, role: .computed, type: flag, source: .expression(value), range: expression.range)
    if let index = dataSetPlaces[owner], dataSets[index].column(name) == nil {
      dataSets[index].append(column)
    }
    return (owner, column)
  }

  /// An expression that is yes or no for each row of a data set, or `nil` after a report.
  private func flag(
    _ expression: Expression, data: CheckedData?
  ) -> (owner: String, value: RowExpression)? {
    var typer = RowExpressionTyper(checker: self, columns: [:], data: data)
    guard let (typed, kind) = typer.type(expression) else { return nil }
    guard let owner = typer.data else {
      report(
        .expressionType, "the expression reads no column", at: expression.range,
        helps: [.init("compare a column, such as `data.column >= 5`")])
      return nil
    }
    if kind == .flag { return (owner.name, typed) }
    report(
      .expressionType, "an expression here is yes or no, and this is a \(kind.rawValue)",
      at: expression.range, label: "a \(kind.rawValue)",
      notes: data == nil
        ? ["a label of another kind is made in the data block, `label name: type = ...`"] : [],
      helps: kind == .number
        ? [.init("compare it, such as `\(excerpt(expression.range)) > 0`")] : [])
    return nil
  }

  /// The column type whose cells are flags.
  private static var flagType: (any ColumnType)? {
    for type in Registry.columnTypes {
      let instance = type.init(Arguments(defaultsOf: type.parameters))
      if instance.cell == .flag { return instance }
    }
    return nil
  }
}
