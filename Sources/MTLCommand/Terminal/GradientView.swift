import MTLCatalogue
import MTLRuntime
import MTLSemantics

/// What `mtl train` says at its end of the tasks' gradients, where steps have been watched.
///
///     gradients in 138 of 1,380 steps
///       income         mean norm  0.5312
///       never_married  mean norm  0.3120
///       income and never_married conflicted in 31 % of steps, mean cosine 0.0720
struct GradientView {
  private let gradients: GradientTally
  private let model: CheckedModel
  private let steps: Int

  /// The most pairs that are named, and the most tasks whose norms are all listed.
  private static let mostPairs = 5
  private static let mostTasks = 8

  /// A view of what has been seen in a run of so many steps.
  init(_ gradients: GradientTally, of model: CheckedModel, steps: Int) {
    self.gradients = gradients
    self.model = model
    self.steps = steps
  }

  /// The lines; none where nothing has been seen.
  var lines: [String] {
    guard gradients.steps > 0 || gradients.searches > 0 else { return [] }
    let watched =
      gradients.steps == steps
      ? Self.steps(steps)
      : "\(NumberText.grouped(gradients.steps)) of \(Self.steps(steps))"
    return ["gradients in \(watched)"]
      + (norms + conflicts + searches).map { "  " + $0 }
  }

  private static func steps(_ count: Int) -> String {
    "\(NumberText.grouped(count)) step\(count == 1 ? "" : "s")"
  }

  // MARK: Norms

  private var norms: [String] {
    let norms = model.tasks.indices.compactMap { task in
      gradients.meanNorm(of: task).map { (task: task, norm: $0) }
    }
    if norms.count > Self.mostTasks {
      let ascending = norms.sorted { $0.norm < $1.norm }
      return [
        "mean norms from \(NumberText.short(ascending[0].norm)) (\(name(ascending[0].task))) to "
          + "\(NumberText.short(ascending[norms.count - 1].norm)) "
          + "(\(name(ascending[norms.count - 1].task)))"
      ]
    }
    var table = TextTable()
    for (task, norm) in norms {
      let kind = model.tasks[task].isAuxiliary ? " (auxiliary)" : ""
      table.add(["\(name(task))\(kind)", "mean norm", NumberText.short(norm)])
    }
    return table.lines
  }

  // MARK: Conflicts

  private var conflicts: [String] {
    guard gradients.comparisons > 0 else { return [] }
    guard !gradients.pairs.isEmpty else { return [summary] }
    let pairs = gradients.conflictingPairs
    guard !pairs.isEmpty else {
      return ["no two tasks conflicted; mean cosine \(NumberText.short(gradients.meanCosine))"]
    }
    var lines = pairs.prefix(Self.mostPairs).map { pair in
      "\(name(pair.first)) and \(name(pair.second)) conflicted in "
        + "\(NumberText.percent(pair.conflictShare)) of steps, mean cosine "
        + NumberText.short(pair.meanCosine)
    }
    let others = pairs.dropFirst(Self.mostPairs)
    if let most = others.first, let least = others.last {
      let shares = [least, most].map { NumberText.percent($0.conflictShare) }
      let range = shares[0] == shares[1] ? shares[0] : "\(shares[0]) to \(shares[1])"
      lines.append(
        "\(NumberText.counted(others.count, "further pair")) in \(range) of steps")
    }
    if gradients.pairs.count > 1 { lines.append(summary) }
    return lines
  }

  /// All pairs together.
  private var summary: String {
    "\(NumberText.percent(gradients.conflictShare ?? 0)) of all pairs conflicted, mean cosine "
      + "\(NumberText.short(gradients.meanCosine)), least "
      + "\(NumberText.short(gradients.leastCosine)) (\(names(gradients.leastPair)))"
  }

  private func names(_ tasks: [Int]) -> String { tasks.map(name).joined(separator: " and ") }

  private func name(_ task: Int) -> String { model.tasks[task].name }

  // MARK: Solver

  private var searches: [String] {
    guard gradients.searches > 0, let scheme = model.gradientWeighting else { return [] }
    let name = type(of: scheme).name
    let all = Self.steps(gradients.searches)
    var lines: [String] = []
    let unfinished = gradients.count(of: .unfinished)
    if unfinished > 0 {
      lines.append(
        "\(name) did not converge in \(NumberText.grouped(unfinished)) of \(all); "
          + "the last weights of the search were used")
    }
    let stationary = gradients.count(of: .stationary)
    if stationary > 0 {
      lines.append(
        "\(name) found no direction that helps all tasks in \(NumberText.grouped(stationary)) of \(all)"
      )
    }
    return lines.isEmpty ? ["\(name) found its weights in all of \(all)"] : lines
  }
}
