import MTLCatalogue
import MTLGraph
import Testing

/// What holds of all weightings of losses, or of those for which it is stated.
struct WeightingLawTests {
  static let names = Registry.weightings.filter { $0.level == .losses }.map { $0.name }
  /// The schemes that promise a law.
  private static func names(promising law: WeightingLaw) -> [String] {
    Registry.weightings.filter { $0.level == .losses && $0.laws.contains(law) }.map { $0.name }
  }

  /// The losses of some steps of four tasks, positive and uneven.
  private static let steps = (0..<12).map { step in (0..<4).map { loss(of: $0, in: step) } }

  private static func loss(of task: Int, in step: Int) -> Double {
    let size = Double((step * 7 + task * 11) % 13)
    return 0.1 + (task == 2 ? 3 * size : size / 2)
  }

  private static func trial(_ name: String, tasks: Int) throws -> SchemeTrial {
    let type = try #require(Registry.weightings.first { $0.name == name })
    let hasWarmUp = type.parameters.contains { $0.name == "warm_up" }
    var trial = try SchemeTrial(name, hasWarmUp ? ["warm_up": .integer(1)] : [:], tasks: tasks)
    trial.stepsPerEpoch = 3
    return trial
  }

  @Test(arguments: names)
  func absentTasksAreAsIfTheyWereNot(_ name: String) throws {
    var (whole, rest) = (try Self.trial(name, tasks: 4), try Self.trial(name, tasks: 3))
    whole.setParameters([0.1, -0.2, 0.3, 0.4])
    rest.setParameters([0.1, -0.2, 0.3])
    for losses in Self.steps {
      let expected = try rest.step(Array(losses.prefix(3)))
      let found = try whole.step(losses.prefix(3).map { $0 } + [nil])
      expectClose(Array(found.weights.prefix(3)), expected.weights)
      expectClose([found.total], [expected.total])
      expectClose(Array(found.gradients.prefix(3)), expected.gradients)
      #expect(found.gradients.dropFirst(3).allSatisfy { $0 == 0 })
    }
  }

  /// A step without labels is as if it had not been.
  @Test(arguments: names)
  func absencesLeaveTheHistoryAlone(_ name: String) throws {
    var (found, expected) = (try Self.trial(name, tasks: 4), try Self.trial(name, tasks: 4))
    for (place, losses) in Self.steps.enumerated() {
      guard place % 3 != 1 else {
        let empty = try found.step([nil, nil, nil, nil])
        #expect(empty.weights.allSatisfy { $0.isFinite } && empty.total == 0)
        #expect(empty.gradients.allSatisfy { $0 == 0 })
        expected.skip()
        continue
      }
      #expect(try found.step(losses).weights == expected.step(losses).weights)
    }
  }

  @Test(arguments: names(promising: .permutation))
  func permutedTasksHavePermutedWeights(_ name: String) throws {
    let order = [2, 0, 3, 1]
    var (straight, permuted) = (try Self.trial(name, tasks: 4), try Self.trial(name, tasks: 4))
    for losses in Self.steps {
      let expected = try straight.step(losses)
      let found = try permuted.step(order.map { losses[$0] })
      expectClose(found.weights, order.map { expected.weights[$0] })
      expectClose([found.total], [expected.total])
    }
  }

  @Test(arguments: names(promising: .oneTask))
  func aTaskAloneFollowsItsGradient(_ name: String) throws {
    var trial = try Self.trial(name, tasks: 1)
    for losses in Self.steps { expectClose(try trial.step([losses[0]]).weights, [1]) }
  }

  /// What the weights make of gradients in other units goes the way it went before.
  @Test(arguments: names(promising: .ownScale))
  func unitsLeaveTheDirection(_ name: String) throws {
    let factors = [1, 5, 0.25, 2]
    var (plain, scaled) = (try Self.trial(name, tasks: 4), try Self.trial(name, tasks: 4))
    for losses in Self.steps {
      let after = losses.map { $0 / (1 + $0) }
      let expected = try plain.step(losses, after: after).weights
      let found = try scaled.step(
        zip(losses, factors).map { $0 * $1 }, after: zip(after, factors).map { $0 * $1 }
      ).weights
      let effects = zip(found, factors).map { $0 * $1 }
      let (sum, effect) = (expected.reduce(0, +), effects.reduce(0, +))
      expectClose(effects.map { $0 / effect }, expected.map { $0 / sum })
    }
  }
}
