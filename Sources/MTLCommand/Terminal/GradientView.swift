import MTLCatalogue
import MTLRuntime
import MTLSemantics

/// What `mtl train` says at its end of the tasks' gradients, where steps have been watched.
///
///     gradients in 138 of 1,380 steps
///       income         weight  1.3105  mean norm  0.5312
///       never_married  weight  0.6895  mean norm  0.3120
///       income and never_married conflicted in 31 % of steps, mean cosine 0.0720
struct GradientView {
  private let gradients: GradientTally
  private let model: CheckedModel
  private let steps: Int
  private let weights: [Double?]

  /// The most pairs that are named, and the most tasks whose norms are all listed.
  private static let mostPairs = 5
  private static let mostTasks = 8

  /// A view of what has been seen in a run; none where no step was watched.
  init?(_ result: TrainingResult, of model: CheckedModel) {
    guard let gradients = result.gradients else { return nil }
    self.gradients = gradients
    self.model = model
    steps = result.steps
    weights = result.weights
  }

  /// The lines; none where nothing has been seen.
  var lines: [String] {
    guard gradients.steps > 0 || gradients.searches > 0 else { return [] }
    let watched =
      gradients.steps == steps
      ? Self.steps(steps)
      : "\(NumberText.grouped(gradients.steps)) of \(Self.steps(steps))"
    return ["gradients in \(watched)"]
      + (norms + zeros + conflicts + searches).map { "  " + $0 }
  }

  private static func steps(_ count: Int) -> String {
    NumberText.counted(count, "step")
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
      let count = gradients.normCounts[task]
      let share = count < gradients.steps ? "in \(NumberText.grouped(count)) of them" : ""
      table.add([
        "\(name(task))\(kind)", "weight", NumberText.short(weights[task]), "mean norm",
        NumberText.short(norm), share,
      ])
    }
    return table.lines
  }

  /// The tasks that schemes on gradients have left out, for they had none.
  private var zeros: [String] {
    let tasks = model.tasks.indices.filter { gradients.zeroGradients(of: $0) > 0 }
    return tasks.prefix(Self.mostTasks).map { task in
      "\(name(task)) had a label and no gradient to compare in "
        + "\(NumberText.grouped(gradients.zeroGradients(of: task))) of \(Self.steps(gradients.steps))"
    }
      + (tasks.count > Self.mostTasks
        ? ["and so had \(NumberText.counted(tasks.count - Self.mostTasks, "further task"))"] : [])
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
        "\(name) did not reach its weights in \(NumberText.grouped(unfinished)) of \(all); "
          + "the best that it had were used")
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
