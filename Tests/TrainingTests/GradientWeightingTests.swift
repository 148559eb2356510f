import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// What holds of the engine under every weighting of gradients that can be trained.
struct GradientWeightingTests {
  static let schemes = TrainableWeightings.ofGradients

  @Test func thereAreSchemes() {
    #expect(Self.schemes.contains("mgda"))
  }

  /// A row that has no label of any task is no row, under weightings of losses too.
  @Test(arguments: TrainableWeightings.all.filter { $0 != "dtp" })
  func maskedRowsAreAbsentRows(_ weighting: String) throws {
    let masked = WeightedSample(
      weighting: weighting, batch: 16, hasLabel: { row, _ in row % 3 != 1 })
    var dropped = masked
    dropped.isKept = { $0 % 3 != 1 }
    let (found, wanted) = try (masked.run(steps: 3), dropped.run(steps: 3))
    expectClose(found.after, wanted.after)
    expectClose(found.weights, wanted.weights)
  }

  /// A task that the batch has no label of takes no part in the step.
  @Test(arguments: schemes.filter { !TrainableWeightings.wantsThreeTasks($0) })
  func absentTasksTakeNoPart(_ weighting: String) throws {
    let three = WeightedSample(
      weighting: weighting, hasLabel: { row, task in row > 7 || task != "c" })
    var two = three
    two.tasks = ["a", "b"]
    let (found, wanted) = try (three.run(), two.run())
    for (name, values) in wanted.after {
      expectClose([name: found.after[name] ?? []], [name: values])
    }
    #expect(found.way(["c."]).allSatisfy { $0 == 0 })
  }

  /// What is left of several tasks is trained as if there had been no weighting.
  @Test(
    arguments: schemes.filter {
      !TrainableWeightings.wantsThreeTasks($0) && !TrainableWeightings.averagesGradients($0)
    })
  func oneTaskAloneIsPlainDescent(_ weighting: String) throws {
    let sample = WeightedSample(
      weighting: weighting, hasLabel: { row, task in row > 7 || task == "b" })
    var plain = sample
    plain.weighting = "equal"
    let (found, wanted) = try (sample.run(), plain.run())
    expectClose(found.after, wanted.after)
  }

  /// Of three gradients the two that are closest to each other tie for `krum`, and the first is taken.
  @Test(
    arguments: schemes.filter {
      !TrainableWeightings.drawsWeights($0) && !$0.hasPrefix("krum")
    })
  func theOrderOfTasksChangesNothing(_ weighting: String) throws {
    let names = TrainableWeightings.drawsOrder(weighting) ? ["a", "b"] : ["a", "b", "c"]
    let sample = WeightedSample(tasks: names, weighting: weighting)
    var turned = sample
    turned.tasks = Array(names.dropFirst()) + [names[0]]
    let (found, wanted) = try (turned.run(steps: 2), sample.run(steps: 2))
    expectClose(found.weights, wanted.weights)
    expectClose(found.after, wanted.after)
  }

  /// `a` and `b` share a layer that `c` does not have; all share the trunk.
  @Test(arguments: schemes.filter { TrainableWeightings.combines($0) })
  func whatSomeTasksShareIsCombined(_ weighting: String) throws {
    var sample = WeightedSample(
      weighting: weighting, reads: ["a": "pair", "b": "pair"],
      more: "shared pair(trunk) {\n    dense(4) -> tanh\n}")
    let found = try sample.run(learningRate: 1)
    var gradients: [String: WeightedSample.Outcome] = [:]
    for task in sample.tasks {
      let others = sample.tasks.filter { $0 != task }.map { "\($0): 0" }
      sample.weighting = "static(\(others.joined(separator: ", ")))"
      gradients[task] = try sample.run(learningRate: 1)
    }
    for prefix in ["trunk.", "pair."] {
      var wanted = Array(repeating: 0.0, count: found.way([prefix]).count)
      for (task, gradient) in gradients {
        for (index, value) in gradient.way([prefix]).enumerated() {
          wanted[index] += (found.weights[task] ?? 0) * value
        }
      }
      expectClose([prefix: found.way([prefix])], [prefix: wanted], tolerance: 1e-4)
    }
    for task in sample.tasks {
      let own = gradients[task]?.way(["\(task)."]) ?? []
      expectClose([task: found.way(["\(task)."])], [task: own], tolerance: 1e-4)
    }
  }

  /// The shortest combination over all that is shared: no task's gradient helps it less than itself.
  @Test func inProductsCountAllThatIsShared() throws {
    var sample = WeightedSample(
      weighting: "mgda", reads: ["a": "pair", "b": "pair"],
      more: "shared pair(trunk) {\n    dense(4) -> tanh\n}")
    let shared = ["trunk.", "pair."]
    let way = try sample.run(learningRate: 1).way(shared).map { $0 / 3 }
    let square = way.reduce(0) { $0 + $1 * $1 }
    for task in sample.tasks {
      let others = sample.tasks.filter { $0 != task }.map { "\($0): 0" }
      sample.weighting = "static(\(others.joined(separator: ", ")))"
      let gradient = try sample.run(learningRate: 1).way(shared)
      let product = zip(way, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(product >= square * (1 - 1e-4))
    }
  }

  /// Rows of a table that a batch has read, or the whole table.
  @Test(arguments: schemes)
  func tablesMoveAlike(_ weighting: String) throws {
    let touched = WeightedSample(weighting: weighting, encoding: "(embedding: 3)")
    var dense = touched
    dense.encoding = "(embedding: 3, dense_updates: true)"
    let (found, wanted) = try (touched.run(steps: 3), dense.run(steps: 3))
    expectClose(found.after, wanted.after)
    expectClose(found.weights, wanted.weights)
  }

  /// Constant weights before a scheme are factors on the losses.
  @Test(arguments: schemes)
  func chainsWeighLossesFirst(_ weighting: String) throws {
    let chain = WeightedSample(weighting: "static(a: 0.5, c: 2) -> \(weighting)")
    let scaled = WeightedSample(weighting: weighting, factors: ["a": 0.5, "c": 2])
    let (found, wanted) = try (chain.run(steps: 2), scaled.run(steps: 2))
    expectClose(found.after, wanted.after)
  }

  /// One row and a trunk without activation: gradients of the parameters are those at what the tasks read,
  /// up to one factor.
  @Test(
    arguments: Registry.weightings.filter { scheme in
      schemes.contains(scheme.name) && !TrainableWeightings.dependsOnSize(scheme.name)
        && scheme.parameters.contains { $0.name == "at" }
    }.map { $0.name })
  func representationsAreCompared(_ weighting: String) throws {
    let parameters = WeightedSample(weighting: weighting, trunk: "dense(5)", batch: 1, rows: 1)
    var representation = parameters
    representation.weighting = "\(weighting)(at: representation)"
    let (found, wanted) = try (representation.run(), parameters.run())
    expectClose(found.weights, wanted.weights, tolerance: 1e-4)
    expectClose(found.after, wanted.after, tolerance: 1e-4)
  }

  /// With `heads: weighted` all that is trained follows the weighted losses.
  @Test(
    arguments: Registry.weightings.filter { scheme in
      schemes.contains(scheme.name) && scheme.parameters.contains { $0.name == "heads" }
    }.map { $0.name })
  func headsFollowTheirWeights(_ weighting: String) throws {
    let plain = WeightedSample(weighting: weighting)
    var weighted = plain
    weighted.weighting = "\(weighting)(heads: weighted)"
    let (found, wanted) = try (weighted.run(), plain.run())
    for task in plain.tasks {
      let weight = wanted.weights[task] ?? .nan
      let own = wanted.way(["\(task)."]).map { $0 * weight }
      expectClose([task: found.way(["\(task)."])], [task: own], tolerance: 1e-4)
    }
    expectClose(["": found.way(["trunk."])], ["": wanted.way(["trunk."])])
  }

  // MARK: Comparing

  private func expectClose(
    _ found: [String: Double], _ wanted: [String: Double],
    sourceLocation: SourceLocation = #_sourceLocation, tolerance: Double = 2e-5
  ) {
    expectClose(
      found.mapValues { [$0] }, wanted.mapValues { [$0] }, tolerance: tolerance,
      sourceLocation: sourceLocation)
  }

  private func expectClose(
    _ found: [String: [Float]], _ wanted: [String: [Float]], tolerance: Double = 2e-5,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectClose(
      found.mapValues { $0.map(Double.init) }, wanted.mapValues { $0.map(Double.init) },
      tolerance: tolerance, sourceLocation: sourceLocation)
  }

  /// Expects the same names, and numbers that differ little in relation to the largest of all.
  private func expectClose(
    _ found: [String: [Double]], _ wanted: [String: [Double]], tolerance: Double = 2e-5,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(Set(found.keys) == Set(wanted.keys), sourceLocation: sourceLocation)
    let size = wanted.values.flatMap(\.self).reduce(1e-3) { max($0, abs($1)) }
    for (name, values) in wanted {
      let others = found[name] ?? []
      #expect(others.count == values.count, sourceLocation: sourceLocation)
      let largest = zip(others, values).map { abs($0 - $1) / size }.max() ?? 0
      #expect(largest <= tolerance, "\(name) differs by \(largest)", sourceLocation: sourceLocation)
    }
  }
}
