import Foundation
import MTLCatalogue
import MTLGraph
import Testing

/// The weights that schemes of losses give, against numbers that were computed independently: with L
/// = (2, 0.5, 1), and (4, 1, 1) for the losses before it.
struct LossWeightingTests {
  /// The losses of one step, with what a scheme makes of them.
  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    var arguments: [String: ConstantValue] = [:]
    /// The losses of earlier steps, each of which ends an epoch.
    var earlier: [[Double]] = []
    /// The scheme's own parameters.
    var parameters: [Double] = []
    var total: Double?
    let weights: [Double]
    var gradients: [Double] = []

    var testDescription: String { "\(name) \(arguments) \(parameters)" }
  }

  static let losses = [2, 0.5, 1]
  private static let before = [[4.0, 1, 1]]
  private static let preferences = ConstantValue.weights([
    .init(task: "b", weight: 2), .init(task: "c", weight: 0.5),
  ])

  /// The formulas of one step: sums, means, logarithms and maxima.
  static let formulas = [
    Golden(name: "equal", total: 3.5, weights: [1, 1, 1]),
    Golden(
      name: "equal", arguments: ["reduction": .word("mean")], total: 3.5 / 3,
      weights: [1.0 / 3, 1.0 / 3, 1.0 / 3]),
    Golden(name: "static", arguments: ["weights": preferences], total: 3.5, weights: [1, 2, 0.5]),
    Golden(name: "gls", total: 3, weights: [0.5, 2, 1]),
    Golden(name: "scale_invariant", total: 0, weights: [0.5, 2, 1]),
    Golden(
      name: "stch", arguments: ["scale": .word("none")], weights: [1.291399, 0.783273, 0.925328]),
    Golden(
      name: "stch", arguments: ["scale": .word("none"), "mu": .float(0.1)],
      weights: [2.877941, 0.019391, 0.102668]),
    Golden(
      name: "stch",
      arguments: ["scale": .word("none"), "mu": .float(0.5), "weights": preferences],
      weights: [1.594645, 1.637436, 0.293319]),
    Golden(
      name: "stch", arguments: ["warm_up": .integer(1)], earlier: before,
      weights: [0.375, 1.5, 1.5]),
    Golden(
      name: "stch",
      arguments: ["warm_up": .integer(1), "mu": .float(0.5), "weights": preferences],
      earlier: before, weights: [0.285714, 0.571429, 1.142857]),
    Golden(name: "tchebycheff", weights: [3, 0, 0]),
    Golden(name: "pbi", weights: [7.681531, -4.345225, -0.336306]),
    Golden(
      name: "pbi", arguments: ["theta": .integer(1), "weights": preferences],
      weights: [2.788854, 0.881966, 1.394427]),
    Golden(name: "cosmos", weights: [1.251976, 0.496047, 0.748024]),
    Golden(
      name: "cosmos", arguments: ["lambda": .float(0.5), "weights": preferences],
      weights: [1.095238, 1.523810, 0.547619]),
  ]

  /// Schemes that learn weights or remember losses.
  static let learners = [
    Golden(
      name: "imtl_l", total: 3.5, weights: [1, 1, 1], gradients: [1, -0.5, 0]),
    Golden(
      name: "imtl_l", parameters: [0.2, -0.3, 0.1], total: 3.918386,
      weights: [1.221403, 0.740818, 1.105171], gradients: [1.442806, -0.629591, 0.105171]),
    Golden(
      name: "ldc", total: 3.6, weights: [1.05, 0.9, 1.05], gradients: [0.9, -0.75, -0.15]),
    Golden(
      name: "ldc", arguments: ["lambda": .float(0.1)], parameters: [0.2, -0.3, 0.1],
      total: 4.106845, weights: [1.314025, 0.579634, 1.188979],
      gradients: [0.992748, -0.702044, -0.290704]),
    Golden(
      name: "ldc", arguments: ["lambda": .float(0.1), "scale": .word("first")], earlier: before,
      parameters: [0.2, -0.3, 0.1], total: 2.135808, weights: [0.328506, 0.579634, 1.188979],
      gradients: [-0.193444, -0.226011, 0.419454]),
    Golden(
      name: "dwa", earlier: before + [losses], weights: [0.913513, 0.913513, 1.172974]),
    Golden(name: "dwa", earlier: before, weights: [1, 1, 1]),
    Golden(name: "igb", earlier: before, weights: [0.411103, 1.644412, 1.355588]),
    Golden(name: "igb", weights: [0.5, 2, 1]),
    Golden(name: "cov", earlier: before, weights: [1, 1, 1]),
    Golden(
      name: "cov", earlier: before + [[3, 0.9, 1.1], [2.5, 0.7, 0.8]],
      weights: [1.087693, 0.867383, 1.044924]),
    Golden(
      name: "cov", arguments: ["decay": .float(0.9)],
      earlier: before + [[3, 0.9, 1.1], [2.5, 0.7, 0.8], losses],
      weights: [1.317818, 1.201243, 0.480939]),
  ]

  @Test(arguments: formulas + learners)
  func findsTheRecordedWeights(_ golden: Golden) throws {
    var trial = try SchemeTrial(golden.name, golden.arguments)
    trial.stepsPerEpoch = 1
    trial.setParameters(golden.parameters)
    for losses in golden.earlier { _ = try trial.step(losses) }
    let found = try trial.step(Self.losses)
    expectClose(found.weights, golden.weights)
    if let total = golden.total { expectClose([found.total], [total]) }
    if !golden.gradients.isEmpty { expectClose(found.gradients, golden.gradients) }
  }

  @Test(arguments: [Likelihood.gaussian, .categorical])
  func uncertaintyFollowsTheLikelihood(_ likelihood: Likelihood) throws {
    var trial = try SchemeTrial("uncertainty", likelihood: likelihood)
    let isGaussian = likelihood == .gaussian
    let first = try trial.step(Self.losses)
    expectClose([first.total], [isGaussian ? 1.75 : 3.5])
    expectClose(first.gradients, isGaussian ? [-0.5, 0.25, 0] : [-1.5, 0, -0.5])
    trial.setParameters([0.2, -0.3, 0.1])
    expectClose([try trial.step(Self.losses).total], [isGaussian ? 1.608614 : 3.217228])
  }

  /// The weights of a step, and what the losses after it do to those of the next.
  @Test func weightsFollowWhatTheStepDid() throws {
    var trial = try SchemeTrial("famo", ["decay": .integer(0)])
    let first = try trial.step(Self.losses, after: [1.8, 0.49, 0.7])
    expectClose(first.weights, [0.142857, 0.571429, 0.285714].map { 3 * $0 })
    expectClose(Array(trial.state.prefix(3)), [0.025, 0.025, -0.025])
    let shares = [0.338842, 0.338842, 0.322316]
    let ratios = zip(shares, Self.losses).map { $0 / $1 }
    let sum = ratios.reduce(0, +)
    expectClose(try trial.step(Self.losses).weights, ratios.map { 3 * $0 / sum })
  }

  /// Ten steps whose losses go down by themselves, as TorchJD's `FAMO` weighs them with a decay of 0.001.
  @Test func weightsOfTenStepsAreThoseRecorded() throws {
    var trial = try SchemeTrial("famo")
    for step in 0..<10 {
      let losses = (0..<3).map { task -> Double in
        let size = Double((step * 5 + task * 3) % 7)
        return Self.losses[task] * (1 + 0.3 * size)
      }
      let after = (0..<3).map { task -> Double in
        let fall = 0.05 * Double((task + step) % 4)
        return losses[task] * (1 - fall)
      }
      _ = try trial.step(losses, after: after)
    }
    expectClose(Array(trial.state.prefix(3)), [0.081961, 0.025480, -0.066352])
  }

  /// What a metric is far from 1 weighs most; a task whose metric is not known weighs 1.
  @Test func weightsFollowMetrics() throws {
    for (gamma, expected) in [
      (1, [0.010536, 0.346574, 0.107002]), (2, [0.001054, 0.173287, 0.032101]),
    ] {
      var trial = try SchemeTrial("dtp", ["gamma": .integer(gamma)])
      expectClose(try trial.step(Self.losses).weights, [1, 1, 1])
      trial.setState([0.9, 0.5, 0.7])
      let sum = expected.reduce(0, +)
      let weights = try trial.step(Self.losses).weights
      for (found, expected) in zip(weights, expected) {
        #expect(abs(found - 3 * expected / sum) < 1e-4)
      }
      trial.setState([0, 0.5, 0.5])
      expectClose(try trial.step([2, 0.5, 1]).weights, [1, 1, 1])
      trial.setState([1, 1, 1])
      expectClose(try trial.step([2, 0.5, 1]).weights, [1, 1, 1])
    }
  }

  /// The ratio is to the first batch of the epoch that the step is in.
  @Test func lossesAreComparedWithTheEpochsBeginning() throws {
    var trial = try SchemeTrial("lbtw")
    trial.stepsPerEpoch = 2
    expectClose(try trial.step([4, 1, 1]).weights, [1, 1, 1])
    expectClose(try trial.step(Self.losses).weights, [0.878680, 0.878680, 1.242641])
    expectClose(try trial.step([8, nil, 4]).weights, [1, 1, 1])
    expectClose(try trial.step([2, 7, 4]).weights, [0.6, 1.2, 1.2])
  }

  /// An epoch's mean is over the batches that have a label of the task.
  @Test func meansAreOfTheBatchesWithALabel() throws {
    var trial = try SchemeTrial("stch", ["warm_up": .integer(1)])
    trial.stepsPerEpoch = 3
    for losses in [[6, 1, nil], [2, nil, nil], [4, nil, nil]] as [[Double?]] {
      let weights = try trial.step(losses).weights
      expectClose(weights, losses.map { $0.map { 1 / $0 } ?? 0 }, where: losses)
    }
    expectClose(try trial.step([2, 0.5, 1]).weights, [0.375, 1.5, 1.5])
  }

  /// An epoch without a label of a task leaves the mean of the one before.
  @Test func anEpochWithoutLabelsIsNotForgotten() throws {
    var trial = try SchemeTrial("dwa")
    trial.stepsPerEpoch = 1
    for losses in [[4, 2, 1], [4, 1, 1], [4, nil, 1]] as [[Double?]] { _ = try trial.step(losses) }
    // The ratios are 1, 1/2 and 1.
    let shares = [exp(0.5), exp(0.25), exp(0.5)]
    let sum = shares.reduce(0, +)
    expectClose(try trial.step([4, 1, 1]).weights, shares.map { 3 * $0 / sum })
  }

  /// A task of weight 0 that is alone in its batch has no part all the same.
  @Test(arguments: ["pbi", "tchebycheff", "stch"])
  func aWeightOfZeroHolds(_ name: String) throws {
    let weights = ConstantValue.weights([ConstantValue.TaskWeight(task: "b", weight: 0)])
    var trial = try SchemeTrial(name, ["weights": weights])
    #expect(try trial.step([nil, 2, nil]).weights[1] == 0)
  }

  /// A loss of 0 has no logarithm and no reciprocal, and no weight.
  @Test(arguments: Registry.weightings.filter { $0.level == .losses }.map { $0.name })
  func lossesOfZeroAreHarmless(_ name: String) throws {
    var trial = try SchemeTrial(name)
    trial.stepsPerEpoch = 2
    for losses in [[0, 1, 2], [0, 0, 0], [0, 1, 2], [1, 0, 2], [3, 0, nil]] as [[Double?]] {
      for _ in 0..<3 {
        let found = try trial.step(losses)
        #expect(found.weights.allSatisfy { $0.isFinite && abs($0) < 1e6 }, "\(found.weights)")
        #expect(found.total.isFinite && found.gradients.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test(arguments: [
    "normal", "uniform", "dirichlet", "bernoulli", "constrained_bernoulli", "random_normal",
  ])
  func randomWeightsAddUpToTheNumberOfTasks(_ distribution: String) throws {
    var trial = try SchemeTrial("rlw", ["distribution": .word(distribution)], tasks: 4)
    var sums = [0.0, 0, 0, 0]
    let steps = 4000
    for step in 0..<steps {
      let isPartial = step % 4 == 3
      let weights = try trial.step([1, 1, 1, isPartial ? nil : 1]).weights
      let present = isPartial ? Array(weights.dropLast()) : weights
      #expect(present.allSatisfy { $0 >= 0 })
      #expect(abs(present.reduce(0, +) - Double(present.count)) < 1e-9)
      if distribution == "constrained_bernoulli" {
        #expect(present.filter { $0 > 0 }.count == 1)
      }
      if !isPartial { for task in 0..<4 { sums[task] += weights[task] } }
    }
    guard distribution != "random_normal" else { return }
    for sum in sums { #expect(abs(sum / Double(steps * 3 / 4) - 1) < 0.15) }
  }

  @Test func preferencesAreDrawn() throws {
    for concentration in [0.3, 1, 4.0] {
      var trial = try SchemeTrial(
        "cosmos", ["alpha": .float(concentration), "lambda": .integer(0)])
      var (sum, squares) = (0.0, 0.0)
      let steps = 4000
      for _ in 0..<steps {
        let weights = try trial.step([1, 1, 1]).weights
        #expect(abs(weights.reduce(0, +) - 3) < 1e-9)
        sum += weights[0]
        squares += weights[0] * weights[0]
      }
      let mean = sum / Double(steps)
      let variance = squares / Double(steps) - mean * mean
      // Three times a share of mean 1/3 and variance 2/9 / (3 alpha + 1).
      #expect(abs(mean - 1) < 0.06)
      #expect(abs(variance - 2 / (3 * concentration + 1)) < 0.1)
    }
  }
}

/// Expects numbers to agree to 1e-5, or only where there is a loss.
func expectClose(_ found: [Double], _ expected: [Double], where losses: [Double?]? = nil) {
  #expect(found.count == expected.count)
  for index in found.indices where losses == nil || losses?[index] != nil {
    #expect(
      abs(found[index] - expected[index]) <= 1e-5 * max(1, abs(expected[index])),
      "\(found) instead of \(expected)")
  }
}
