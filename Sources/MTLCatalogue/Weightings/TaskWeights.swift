/// Weights of tasks, or of all members of a family, by name.
struct TaskWeights: Hashable, Sendable {
  private let weights: [String: Double]

  /// The weights of an argument `task: weight`, none where it is not given.
  init(_ argument: ConstantValue?) {
    var weights: [String: Double] = [:]
    if case .weights(let given)? = argument {
      for entry in given { weights[entry.task] = entry.weight }
    }
    self.weights = weights
  }

  /// The weight of each task: its own, that of its family, or 1.
  func values(for losses: TaskLosses) -> [Double] {
    zip(losses.tasks, losses.families).map { weight(of: $0, family: $1) }
  }

  /// The weight of a task: its own, that of its family, or 1.
  func weight(of task: String, family: String?) -> Double {
    weights[task] ?? family.flatMap { weights[$0] } ?? 1
  }

  /// The parameter of weights of tasks.
  static let declaration = ParameterDeclaration.named(
    "weights", .taskWeights, "how much each task counts, written `task: weight`")
}
