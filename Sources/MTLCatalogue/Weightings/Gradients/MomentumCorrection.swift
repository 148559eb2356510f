import Foundation
import MTLGraph

/// Weights from moving averages of the tasks' gradients, which have less noise.
struct MomentumCorrection: RowWeighting {
  static let name = "moco"
  static let summary = "Weights from moving averages of the tasks' gradients, which have less noise"
  static let details = """
    `y_i = y_i - b_t (y_i - L_i g_i / |g_i|)`, `w = softmax(w - c_t (Y Yᵀ + r I) w)`, `d = K Yᵀ w` with rates \
    `b_t = b / t^s` and `c_t = c / t^s` (Fernando et al., ICLR 2023). For batches that are small, so that single \
    gradients mislead. As LibMTL has it gradients are made as long as their losses and the weights are a \
    softmax, where the paper takes gradients as they are and projects the weights; multiplied by the number K of \
    tasks, so that the update is of the size of a sum. The weight that is reported is `K w_i`, without `L_i / \
    |g_i|`. The average and the weight of a task without a label stand still. It keeps a vector of the shared \
    parameters for each task.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("rate", .number(.positive), default: .float(0.5), "b: how fast averages follow"),
    .named(
      "weight_rate", .number(.positive), default: .float(0.1), "c: how fast weights follow"),
    .named(
      "decay", .number(NumberRange(0, 1)), default: .float(0.5),
      "s: how fast both rates go down with the steps"),
    .named(
      "regularization", .number(.nonNegative), default: .float(0), "r: how even the weights are"),
    GradientOptions.heads,
  ]
  static let requirement = LossRequirement.positive
  static let example = "weighting moco"

  let options: GradientOptions
  private let rate: Double
  private let decay: Double
  private let solver: MomentumCorrectionSolver

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    rate = arguments.number("rate")
    decay = arguments.number("decay")
    solver = MomentumCorrectionSolver(
      rate: arguments.number("weight_rate"), decay: decay,
      regularization: arguments.number("regularization"))
  }

  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows {
    let norms = try builder.graph.emit(
      SquareRoot(), builder.graph.squaredNorms(of: rows.values))
    let floor = try builder.graph.emit(MaximumConstant(constant: 1e-20), norms)
    let factors = try builder.graph.divide(rows.losses.values, floor)
    let targets = try builder.graph.scaleRows(rows.values, by: factors)
    let averages = try builder.movingAverages(
      of: targets, presence: rows.losses.presence, rate: rateOfStep(in: builder))
    let found = try builder.weights(
      of: rows.losses, by: solver,
      blocks: [(builder.graph.laneProducts(of: averages), Array(0..<rows.losses.count))],
      isMean: true)
    let present = try builder.graph.multiply(found.weights, rows.losses.presence)
    let direction = try builder.graph.sumRows(builder.graph.scaleRows(averages, by: present))
    return CombinedRows(direction: direction, weights: found.weights)
  }

  /// `b / t^s`, a scalar.
  private func rateOfStep(in builder: ModelBuilder) throws(TypeMismatch) -> Value {
    let number = try builder.graph.offset(builder.clock(.step), by: 1)
    let power = try builder.graph.emit(Power(constant: -decay), number)
    return try builder.graph.scale(power, by: rate)
  }
}

/// A step of the weights towards the shortest combination; it keeps the weights of all tasks and the
/// number of steps.
struct MomentumCorrectionSolver: GramSolver {
  let rate: Double
  let decay: Double
  let regularization: Double

  func stateCount(tasks: Int) -> Int { tasks + 1 }

  func makeWorkspace(tasks: Int) -> [Double] { Array(repeating: 0, count: tasks) }

  func solve(_ problem: inout GramProblem, workspace: inout [Double]) -> SolverOutcome {
    let count = problem.taskCount
    if problem.state[count] == 0 {
      for task in 0..<count { problem.state[task] = 1 / Double(count) }
    }
    problem.state[count] += 1
    let rate = rate / pow(problem.state[count], decay)
    var sum = 0.0
    for task in problem.tasks { sum += problem.state[task] }
    for (index, task) in problem.tasks.enumerated() {
      workspace[index] = problem.state[task] / max(sum, 1e-30)
    }
    for index in 0..<problem.count {
      let slope =
        problem.gram.product(row: index, workspace) + regularization * workspace[index]
      problem.weights[index] = workspace[index] - rate * slope
    }
    problem.weights.formSoftmax(of: problem.count)
    // Tasks that take part share what they had, so that others keep their weight.
    for (index, task) in problem.tasks.enumerated() {
      problem.state[task] = problem.weights[index] * sum
    }
    return .solved
  }
}
