import MTLCatalogue
import MTLSource

extension CheckedModel {
  /// The model as text, for `mtl dump --stage model`: stable, one thing a line.
  package func dump(shapes: [StepShape], sources: SourceMap) -> String {
    var lines = ["model \(name)"]
    for data in dataSets {
      lines.append("data \(data.name) from \(data.origin)")
      lines += data.columns.map { "  \($0.role.rawValue) \($0.name): \($0.cell) from \($0.source)" }
    }
    for item in shared {
      lines.append("shared \(item.name) reads \(item.inputs.map { $0.name })")
      lines += steps(of: item.name, shapes, sources)
    }
    for task in tasks {
      let kind = task.isAuxiliary ? "auxiliary task" : "task"
      lines.append("\(kind) \(task.name) reads \(task.inputs.map { $0.name })")
      lines += steps(of: task.name, shapes, sources)
      for loss in task.losses {
        lines.append(
          "  loss \(loss.factor) * \(type(of: loss.loss).name)(\(loss.target.data).\(loss.target.label))"
        )
      }
      lines += task.metrics.map { "  metric \($0.name)" }
      lines += task.outputs.map { "  output \($0.name)" }
    }
    lines.append("weighting \(weightingText)")
    lines.append(
      "train \(type(of: training.optimizer).name), \(type(of: training.schedule).name), batch "
        + "\(training.batch), \(training.length), seed \(training.seed)")
    return lines.joined(separator: "\n") + "\n"
  }

  private func steps(
    of declaration: String, _ shapes: [StepShape], _ sources: SourceMap
  ) -> [String] {
    shapes.filter { $0.declaration == declaration }.map {
      "  \(sources.text($0.range)): \($0.type)"
    }
  }
}
