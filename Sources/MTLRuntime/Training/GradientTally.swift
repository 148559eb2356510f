import MTLCatalogue

/// What has been seen of the tasks' gradients in some steps.
///
/// Two tasks conflict in a step where the inner product of their gradients is below 0. A task without a
/// gradient in a step has no part in it, be it that no row has a label or that the gradient is zero.
package struct GradientTally: Equatable, Sendable {
  /// What has been seen of two tasks.
  package struct Pair: Equatable, Sendable {
    package let first: Int
    package let second: Int
    /// The steps in which both had a gradient.
    package var steps = 0
    /// Those in which the gradients conflicted.
    package var conflicts = 0
    var cosineSum = 0.0

    /// The mean of the cosines of the angle between the gradients.
    package var meanCosine: Double? { steps > 0 ? cosineSum / Double(steps) : nil }

    /// The share of steps with a conflict.
    package var conflictShare: Double { steps > 0 ? Double(conflicts) / Double(steps) : 0 }
  }

  /// The most tasks whose pairs are told apart.
  package static let mostTasksInPairs = 64

  /// The number of tasks.
  package let tasks: Int
  /// The watched steps.
  package internal(set) var steps = 0
  /// The sum of the norms of each task's gradients, and the steps in which it had one.
  var normSums: [Double]
  package internal(set) var normCounts: [Int]
  /// The watched steps in which a row had a label of the task.
  package internal(set) var labelCounts: [Int]
  /// All pairs of tasks together: steps of a pair, conflicts, and the sum of cosines.
  package internal(set) var comparisons = 0
  package internal(set) var conflicts = 0
  var cosineSum = 0.0
  /// The least cosine, and the tasks that it is of.
  package internal(set) var leastCosine = 1.0
  package internal(set) var leastPair: [Int] = []
  /// Each pair, the first task's first; none where there are too many tasks.
  package internal(set) var pairs: [Pair]
  /// How often a gradient scheme's search for weights ended in each way.
  package internal(set) var outcomes = Array(repeating: 0, count: SolverOutcome.all.count)

  /// A tally of no steps.
  package init(tasks: Int) {
    self.tasks = tasks
    normSums = Array(repeating: 0, count: tasks)
    normCounts = Array(repeating: 0, count: tasks)
    labelCounts = normCounts
    pairs = []
    guard tasks <= Self.mostTasksInPairs else { return }
    for first in 0..<tasks {
      for second in first + 1..<max(tasks, first + 1) {
        pairs.append(Pair(first: first, second: second))
      }
    }
  }

  // MARK: Counting

  /// Counts a step with the inner products of its gradients, a square matrix row by row.
  package mutating func add(products: UnsafeBufferPointer<Float>) {
    steps += 1
    var largest = 0.0
    for task in 0..<tasks { largest = max(largest, norm(of: task, in: products)) }
    let least = largest * GramProblem.tolerance.squareRoot()
    var pair = 0
    for first in 0..<tasks {
      let norm = norm(of: first, in: products, above: least)
      if norm > 0 {
        normSums[first] += norm
        normCounts[first] += 1
      }
      for second in first + 1..<max(tasks, first + 1) {
        let scale = norm * self.norm(of: second, in: products, above: least)
        if scale > 0 {
          let cosine = Double(products[first * tasks + second]) / scale
          count(min(max(cosine, -1), 1), of: first, second, pair)
        }
        pair += 1
      }
    }
  }

  /// Counts a task that has a label in a watched step.
  package mutating func addLabel(of task: Int) { labelCounts[task] += 1 }

  /// The norm of a task's gradient; 0 where it has none above a bound, or none that is finite.
  private func norm(
    of task: Int, in products: UnsafeBufferPointer<Float>, above least: Double = 0
  ) -> Double {
    let square = Double(products[task * tasks + task])
    guard square > 0, square.isFinite else { return 0 }
    let norm = square.squareRoot()
    return norm > least ? norm : 0
  }

  private mutating func count(_ cosine: Double, of first: Int, _ second: Int, _ pair: Int) {
    guard !cosine.isNaN else { return }
    comparisons += 1
    cosineSum += cosine
    if cosine < 0 { conflicts += 1 }
    if cosine < leastCosine || leastPair.isEmpty {
      leastCosine = cosine
      leastPair = [first, second]
    }
    guard !pairs.isEmpty else { return }
    pairs[pair].steps += 1
    pairs[pair].cosineSum += cosine
    if cosine < 0 { pairs[pair].conflicts += 1 }
  }

  /// Counts how a search for weights ended.
  package mutating func add(_ outcome: SolverOutcome) { outcomes[Int(outcome.rawValue)] += 1 }

  /// Adds what has been seen in later steps.
  package static func += (lhs: inout GradientTally, rhs: GradientTally) {
    lhs.steps += rhs.steps
    for task in 0..<lhs.tasks {
      lhs.normSums[task] += rhs.normSums[task]
      lhs.normCounts[task] += rhs.normCounts[task]
      lhs.labelCounts[task] += rhs.labelCounts[task]
    }
    lhs.comparisons += rhs.comparisons
    lhs.conflicts += rhs.conflicts
    lhs.cosineSum += rhs.cosineSum
    if !rhs.leastPair.isEmpty, lhs.leastPair.isEmpty || rhs.leastCosine < lhs.leastCosine {
      (lhs.leastCosine, lhs.leastPair) = (rhs.leastCosine, rhs.leastPair)
    }
    for index in lhs.pairs.indices {
      lhs.pairs[index].steps += rhs.pairs[index].steps
      lhs.pairs[index].conflicts += rhs.pairs[index].conflicts
      lhs.pairs[index].cosineSum += rhs.pairs[index].cosineSum
    }
    for index in lhs.outcomes.indices { lhs.outcomes[index] += rhs.outcomes[index] }
  }

  // MARK: What has been seen

  /// The mean norm of a task's gradients; `nil` where it never had one.
  package func meanNorm(of task: Int) -> Double? {
    normCounts[task] > 0 ? normSums[task] / Double(normCounts[task]) : nil
  }

  /// The watched steps in which a task had a label and no gradient, or none to speak of beside the others':
  /// schemes on gradients leave it out.
  package func zeroGradients(of task: Int) -> Int { max(labelCounts[task] - normCounts[task], 0) }

  /// The mean cosine over all pairs and steps.
  package var meanCosine: Double? {
    comparisons > 0 ? cosineSum / Double(comparisons) : nil
  }

  /// The share of pairs, over all steps, that conflicted.
  package var conflictShare: Double? {
    comparisons > 0 ? Double(conflicts) / Double(comparisons) : nil
  }

  /// The pairs that have conflicted, the most often first.
  package var conflictingPairs: [Pair] {
    pairs.filter { $0.conflicts > 0 }.sorted {
      ($0.conflictShare, $1.first, $1.second) > ($1.conflictShare, $0.first, $0.second)
    }
  }

  /// How often a search ended in a way.
  package func count(of outcome: SolverOutcome) -> Int { outcomes[Int(outcome.rawValue)] }

  /// The searches for weights.
  package var searches: Int { outcomes.reduce(0, +) }
}

extension SolverOutcome {
  /// All outcomes, by their numbers.
  static let all: [SolverOutcome] = [.solved, .stationary, .unfinished]

  /// The word for it in reports.
  package var word: String {
    switch self {
    case .solved: "solved"
    case .stationary: "stationary"
    case .unfinished: "unfinished"
    }
  }
}
