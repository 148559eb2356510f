import MTLGraph
import Testing

@testable import MTLCatalogue

/// What schemes do that draw, keep something from step to step, or know the tasks' names.
struct SchemeStepTests {
  private let three = GoldenWeightTests.three

  /// The weights of some steps, one after another, the last state given to the next.
  private func steps(
    _ name: String, _ steps: [(gradients: [[Double]], losses: [Double]?)],
    _ arguments: [String: ConstantValue] = [:], seed: UInt64 = 0
  ) throws -> [SchemeTrial] {
    var trials: [SchemeTrial] = []
    for step in steps {
      trials.append(
        try SchemeTrial.run(
          name, arguments, gradients: step.gradients, losses: step.losses,
          state: trials.last?.state ?? [], seed: seed))
    }
    return trials
  }

  @Test func orderOfProjectionsIsDrawn() throws {
    let found = try (0..<200).map { try SchemeTrial.run("pcgrad", gradients: three, seed: $0) }
    #expect(found.contains { areNear($0.weights, [1.833333, 1.3, 1.567143]) })
    #expect(Set(found.map { $0.weights.map { ($0 * 1e6).rounded() } }).count > 1)
    let again = try SchemeTrial.run("pcgrad", gradients: three, seed: 7)
    #expect(again.weights == found[7].weights)
  }

  @Test func vaccineKeepsTargets() throws {
    let found = try (0..<200).map {
      try steps("gradvac", [(three, nil), (three, nil)], seed: $0).map(\.weights)
    }
    #expect(found.contains { areNear($0[0], [1.833333, 1.3, 1.567143]) })
    #expect(found.contains { areNear($0[1], [1.469650, 1.120780, 1.293653]) })
  }

  @Test func vaccineBoundsItsTargets() throws {
    var state = Array(repeating: 1.0, count: 9)
    for _ in 0..<10 {
      let trial = try SchemeTrial.run("gradvac", gradients: three, state: state)
      #expect(trial.weights.allSatisfy { abs($0) < 200 })
      state = trial.state.map { _ in 1 }
    }
  }

  @Test func momentumAveragesWeights() throws {
    let first = try SchemeTrial.run("mgda", gradients: three)
    let averaged = try SchemeTrial.run("cr_mogm", gradients: three)
    #expect(areNear(averaged.weights, first.weights.map { 3 * $0 }, within: 1e-12))
    #expect(first.isMean && !averaged.isMean)
    let projected = try SchemeTrial.run(
      "cr_mogm", ["of": .word("imtl_g")], gradients: three, state: averaged.state)
    #expect(areNear(projected.weights, [0.432445, 0.254289, 0.313266].map { 3 * $0 }))
    let ofSum = try SchemeTrial.run("cr_mogm", ["of": .word("nash")], gradients: three)
    #expect(areNear(ofSum.weights, try SchemeTrial.run("nash", gradients: three).weights))
  }

  /// The bound holds for a task that is alone in its batch; without one it follows its own gradient.
  @Test func lengthOfATaskAloneIsBounded() throws {
    let scheme = NashBargaining(Arguments(["max_norm": .float(1)]))
    #expect(areNear(SchemeTrial.update([[3, 4], [1, 0]], scheme, absent: [1]), [0.2, 1]))
    let free = NashBargaining(Arguments(defaultsOf: NashBargaining.parameters))
    #expect(areNear(SchemeTrial.update([[3, 4], [1, 0]], free, absent: [1]), [1, 1]))
  }

  @Test func bargainIsKeptForSomeSteps() throws {
    let scaled = three.map { $0.map { 3 * $0 } }
    let other = [three[1], three[2], three[0]]
    let trials = try steps(
      "nash", [(three, nil), (scaled, nil), (other, nil), (other, nil)],
      ["update_every": .integer(3)])
    #expect(areNear(trials[0].weights, [2.624213, 1.843609, 2.014566]))
    #expect(trials[1].weights == trials[0].weights)
    #expect(trials[2].weights == trials[0].weights)
    #expect(areNear(trials[3].weights, [1.843609, 2.014566, 2.624213]))
  }

  @Test func weightsMoveTowardsTheWantedNorms() throws {
    let losses = [[4, 1, 1], [2, 0.5, 1], [2, 0.5, 1]] as [[Double]]
    let trials = try steps("gradnorm", losses.map { (three, $0) }, ["rate": .float(0.001)])
    #expect(trials[0].weights == [1, 1, 1])
    #expect(moves(trials[0], trials[1]) == [1, 1, -1])
    #expect(moves(trials[1], trials[2]) == [-1, -1, 1])
    #expect(abs(trials[2].weights.reduce(0, +) - 3) < 1e-9)
  }

  /// Which way the weights went.
  private func moves(_ first: SchemeTrial, _ second: SchemeTrial) -> [Int] {
    zip(first.weights, second.weights).map { $0 < $1 ? 1 : $0 > $1 ? -1 : 0 }
  }

  @Test func normsBecomeEqualWhereLossesFallAlike() throws {
    let gradients = [[1.0, 0], [0, 100], [3, 4]]
    let trials = try steps(
      "gradnorm", Array(repeating: (gradients, [1, 2, 3]), count: 400))
    let norms = zip(trials[399].weights, [1.0, 100, 5]).map(*)
    #expect(areNear(norms, Array(repeating: norms[0], count: 3), within: 0.02))
    #expect(trials[399].weights.allSatisfy { $0 > 0 })
  }

  @Test func wrongGradientsAreLeftOut() throws {
    let gradients: [[Double]] = [
      [1, 1, 1], [1, 0, 1], [75, -666, 23], [1, 2, 3], [2, 0, 1],
    ]
    let trial = try SchemeTrial.run(
      "krum", ["byzantine": .integer(1), "selected": .integer(4)], gradients: gradients)
    #expect(trial.weights == [0.25, 0.25, 0, 0.25, 0.25])
    #expect(areNear(trial.direction(of: gradients), [1.25, 0.75, 1.5]))
    #expect(trial.outcome == .solved)
    let unprotected = try SchemeTrial.run(
      "krum", ["byzantine": .integer(1)], gradients: three)
    #expect(unprotected.outcome == .unfinished)
  }

  @Test func randomWeightsHaveASumOfOne() throws {
    let trials = try (0..<50).map {
      try SchemeTrial.run("random", gradients: three, seed: $0).weights
    }
    #expect(trials.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 && $0.allSatisfy { $0 > 0 } })
    #expect(Set(trials).count == 50)
  }

  @Test func constantsGoByName() throws {
    var graph = Graph()
    let value = graph.input("losses", .scalar)
    let losses = TaskLosses(
      tasks: ["digit", "even"], families: [nil, nil], likelihoods: [.none, .none], values: value,
      presence: value)
    let scheme = ConstantGradients(
      Arguments(["weights": .weights([ConstantValue.TaskWeight(task: "even", weight: 2)])]))
    let solver = scheme.solver.prepared(for: losses)
    var problem = GramProblem(gram: SchemeTrial.gram(of: GoldenWeightTests.two))
    var workspace: Void = ()
    #expect(solver.solve(&problem, workspace: &workspace) == .solved)
    #expect(problem.weights == [1, 2])
  }

  @Test func meanNeverTurnsAround() throws {
    let gradients: [[Double]] = [[1, 0], [-0.2 * 0.9, 0.2 * 0.19.squareRoot()]]
    for scale in [1, 0.1, 0.01, 0.001] {
      let scaled = [gradients[0], gradients[1].map { scale * $0 }, [0.5 * scale, 4 * scale]]
      let trial = try SchemeTrial.run("imtl_g", gradients: scaled)
      let update = trial.direction(of: scaled)
      #expect(scaled.allSatisfy { zip($0, update).map(*).reduce(0, +) >= -1e-12 })
    }
  }
}
