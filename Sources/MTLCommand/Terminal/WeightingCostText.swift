import MTL
import MTLCatalogue

/// What `mtl plan` says of the weighting's cost, beside that of the plain sum of the losses.
struct WeightingCostText {
  private let cost: WeightingForecast

  init(_ cost: WeightingForecast) { self.cost = cost }

  /// Lines of a name and a text.
  var lines: [(name: String, text: String)] {
    var lines = [("weighting", solver), ("  work", work)]
    if cost.arena.extra != 0 { lines.append(("  arena", arena)) }
    if let numbers { lines.append(("  keeps", numbers)) }
    return lines
  }

  private var solver: String {
    guard cost.comparesGradients else { return "of losses" }
    if cost.movesApart { return "of gradients, the optimizer's vectors for each task apart" }
    guard let tasks = cost.solverTasks else { return "of gradients, number by number" }
    return "of gradients, \(NumberText.counted(tasks, "weight")) from "
      + "\(NumberText.grouped(tasks)) x \(NumberText.grouped(tasks)) inner products"
  }

  private var work: String {
    let operations = cost.operations.extra
    let added = "\(NumberText.grouped(abs(operations))) operations a step"
    guard cost.backward.extra > 0 else {
      return "one pass backward, as with `equal`"
        + (operations > 0 ? ", and \(added)" : operations < 0 ? ", less \(added)" : "")
    }
    guard cost.comparesGradients else {
      return "one pass backward, as with `equal`, and one more forward, "
        + "\(NumberText.grouped(cost.backward.extra)) multiply-adds a row; \(added) more"
    }
    return "\(NumberText.grouped(cost.backward.weighted)) multiply-adds a row backward, "
      + "\(NumberText.grouped(cost.backward.plain)) with `equal`\(passes); \(added) more"
  }

  /// How often a step goes backward through what tasks share.
  private var passes: String {
    guard cost.sharedBackward > 0 else { return "" }
    let passes = 1 + Double(cost.backward.extra) / Double(cost.sharedBackward)
    let text = passes == passes.rounded() ? "\(Int(passes))" : NumberText.short(passes)
    return ": what tasks share, \(NumberText.grouped(cost.sharedBackward)), \(text) times"
  }

  private var arena: String {
    let extra = cost.arena.extra
    return "\(NumberText.bytes(abs(extra))) \(extra > 0 ? "more" : "less") than with `equal`"
  }

  private var numbers: String? {
    var parts: [String] = []
    if cost.memory.trained > 0 {
      parts.append("\(NumberText.counted(cost.memory.trained, "number")) that the optimizer moves")
    }
    if cost.memory.state > 0 {
      parts.append("\(NumberText.counted(cost.memory.state, "number")) from step to step")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
