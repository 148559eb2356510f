import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// The lines of tasks as the spec writes them.
package struct TaskLines: Sendable {
  private let declarations: [Int: Declaration.LearningTask]

  init(_ tree: SyntaxTree) {
    var declarations: [Int: Declaration.LearningTask] = [:]
    for declaration in tree.declarations {
      if case .task(let item) = declaration.kind { declarations[item.name.range.start] = item }
    }
    self.declarations = declarations
  }

  /// Where the values of a task's `loss`, `metric` or `output` lines are written; none where the task is
  /// imported.
  package func values(_ kind: Result.Kind, of task: CheckedTask) -> [SourceRange] {
    (declarations[task.range.start]?.body.items ?? []).flatMap { line -> [SourceRange] in
      guard case .result(let result) = line, result.kind == kind else { return [] }
      return result.values.compactMap { $0.first?.range }
    }
  }

  /// The metrics of a task, each with its place.
  package func metrics(of task: CheckedTask) -> [(metric: CheckedMetric, range: SourceRange)] {
    let ranges = values(.metric, of: task)
    guard ranges.count == task.metrics.count else { return [] }
    return zip(task.metrics, ranges).map { ($0, $1) }
  }
}

extension CheckedTask {
  /// What a finding about its lines calls it: the family's name where all members have them.
  package var shownName: String { family ?? name }
}

extension LintedSpec {
  /// What a label holds, as far as the spec tells.
  package func labelType(of target: Target) -> ValueType? {
    guard let data = model.dataSet(target.data), let column = data.column(target.label) else {
      return nil
    }
    return column.type?.valueType(
      in: ColumnContext(column: "\(data.name).\(column.name)", classes: nil))
  }
}
