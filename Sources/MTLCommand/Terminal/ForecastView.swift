import MTL
import MTLCatalogue
import MTLCompiler
import MTLData
import MTLRuntime
import MTLSemantics

/// What `mtl plan` shows: the layers as a table, then the sums of the run.
struct ForecastView {
  let forecast: RunForecast
  let estimate: TimeEstimate?

  private var model: CheckedModel { forecast.compiled.model }

  /// All lines.
  var lines: [String] { head + [""] + LayerTable(forecast).lines + [""] + sums.lines }

  private var head: [String] {
    [
      "\(model.name): \(NumberText.counted(model.tasks.count, "task")), weighting \(model.weightingText)"
    ]
      + forecast.spec.tables.map { "  data \($0.name): \(forecast.spec.rowsText(of: $0.name))" }
  }

  private var sums: TextLines {
    var table = TextLines()
    let compiled = forecast.compiled
    table.add("parameters", NumberText.grouped(compiled.parameterCount))
    table.add("multiply-adds", multiplyAdds)
    table.add("operations a step", NumberText.grouped(forecast.operationsPerStep))
    for (name, text) in WeightingCostText(forecast.weighting).lines { table.add(name, text) }
    table.add("memory", memory)
    table.add("steps", steps)
    if let estimate { table.add("time", time(estimate)) }
    return table
  }

  private var multiplyAdds: String {
    let work = forecast.work
    return "\(NumberText.grouped(work.forward)) a row forward, "
      + "\(NumberText.grouped(work.backward)) backward, in products and convolutions"
  }

  private var memory: String {
    let memory = forecast.memory
    var parts = [
      ("parameters", memory.parameters), ("optimizer", memory.optimizer), ("other", memory.other),
      ("arena of a step", max(memory.trainingArena, memory.evaluationArena)),
    ]
    parts.removeAll { $0.1 == 0 }
    let text = parts.map { "\(NumberText.bytes($0.1)) \($0.0)" }.joined(separator: ", ")
    return "\(NumberText.bytes(memory.total)) beside the data: \(text)"
  }

  private var steps: String {
    let length = forecast.length
    let all =
      "\(NumberText.grouped(length.stepsPerEpoch)) of \(NumberText.grouped(length.batch)) rows for an epoch of "
      + "\(NumberText.grouped(length.rows)), \(NumberText.grouped(length.steps)) in all"
    let epochs = length.epochs.map { " in " + NumberText.counted($0, "epoch") } ?? ""
    return all + epochs + (model.training.stopping == nil ? "" : " unless it stops early")
  }

  private func time(_ estimate: TimeEstimate) -> String {
    "\(NumberText.time(estimate.secondsPerEpoch)) an epoch, \(NumberText.time(estimate.seconds)) "
      + "in all without validation: \(NumberText.short(estimate.secondsPerStep * 1e3)) ms a step, "
      + "the median of \(estimate.steps) timed ones, \(estimate.threads) "
      + "thread\(estimate.threads == 1 ? "" : "s"), \(estimate.instructionSet)"
  }
}

extension LoadedSpec {
  /// The rows of a data set's parts, as text.
  func rowsText(of data: String) -> String {
    let counts = facts.dataSets[data]?.rowCounts ?? [:]
    let parts = Split.allCases.map { "\(NumberText.grouped(counts[$0] ?? 0)) \($0.rawValue)" }
    return parts.joined(separator: ", ") + " rows"
  }
}
