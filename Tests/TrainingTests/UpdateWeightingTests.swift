import MTL
import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLRuntime
import Testing

/// What holds of a weighting that has the optimizer move what tasks share for each task apart.
struct UpdateWeightingTests {
  /// The optimizers whose moves can be added up, some with arguments.
  static let optimizers =
    Registry.optimizers.filter { $0.init(Arguments(defaultsOf: $0.parameters)).addsSteps }
    .map { "\($0.name)(learning_rate: 0.01)" }
    + [
      "sgd(learning_rate: 0.1, momentum: 0.9)",
      "rmsprop(learning_rate: 0.01, momentum: 0.5)",
    ]

  /// The largest difference of parameters with some beginning of their names.
  private func difference(
    _ first: WeightedSample.Outcome, _ second: WeightedSample.Outcome, _ prefix: String = ""
  ) -> Double {
    var largest = 0.0
    for (name, values) in first.after where name.hasPrefix(prefix) {
      let others = second.after[name] ?? []
      #expect(values.count == others.count)
      for (value, other) in zip(values, others) {
        largest = max(largest, abs(Double(value) - Double(other)))
      }
    }
    return largest
  }

  /// Where one task has labels, its optimizer is the one that there would be without a weighting.
  @Test(arguments: optimizers)
  func oneTaskIsTheOptimizerItself(_ optimizer: String) throws {
    let sample = WeightedSample(
      weighting: "adatask", optimizer: optimizer, hasLabel: { _, task in task == "b" })
    var plain = sample
    plain.weighting = "equal"
    let (found, wanted) = try (
      sample.run(steps: 6, learningRate: 0.01), plain.run(steps: 6, learningRate: 0.01)
    )
    #expect(difference(found, wanted) < 1e-5)
    #expect(wanted.way(["trunk."]).contains { abs($0) > 1e-4 })
  }

  /// Moves that are linear in the gradient add up to that along the sum.
  @Test(arguments: ["sgd(learning_rate: 0.1)", "sgd(learning_rate: 0.1, momentum: 0.9)"])
  func linearMovesAreThatOfTheSum(_ optimizer: String) throws {
    let sample = WeightedSample(
      weighting: "adatask", optimizer: optimizer,
      settings: "clip norm(0.5)\n    penalty l2(0.1)")
    var plain = sample
    plain.weighting = "equal"
    let (found, wanted) = try (sample.run(steps: 6), plain.run(steps: 6))
    #expect(difference(found, wanted) < 1e-5)
  }

  /// A loss in other units moves the trunk as before under an optimizer that divides by the size of
  /// gradients, and a penalty is in nobody's move who does not train a parameter.
  @Test func unitsOfALossMakeNoDifference() throws {
    var sample = WeightedSample(
      weighting: "adatask", reads: ["a": "pair", "b": "pair"],
      more: "shared pair(trunk) {\n    dense(4) -> tanh\n}")
    sample.optimizer = "adam(learning_rate: 0.01)"
    let wanted = try sample.run(steps: 1)
    sample.factors = ["b": 50]
    let found = try sample.run(steps: 1)
    #expect(difference(found, wanted) < 1e-5)
    sample.weighting = "equal"
    #expect(try difference(sample.run(steps: 1), wanted, "trunk.") > 1e-3)
  }

  /// A task that does not read a layer has no part in its moves, whatever the penalty.
  @Test func onlyTasksThatTrainAParameterPenalizeIt() throws {
    var three = WeightedSample(
      weighting: "adatask", reads: ["a": "pair", "b": "pair"],
      more: "shared pair(trunk) {\n    dense(4) -> tanh\n}")
    three.optimizer = "adam(learning_rate: 0.01)"
    three.settings = "penalty l2(0.1)"
    three.after = "parameters trunk {\n    freeze always\n}"
    var two = three
    two.tasks = ["a", "b"]
    let (found, wanted) = try (three.run(steps: 3), two.run(steps: 3))
    #expect(difference(wanted, found, "pair.") < 1e-6)
    #expect(found.way(["trunk."]).allSatisfy { $0 == 0 })
  }

  /// A batch without labels is as if it had not been: neither vectors nor counts go on.
  @Test(arguments: ["adam(learning_rate: 0.01)", "nadam(learning_rate: 0.01)"])
  func absencesLeaveTheVectorsAlone(_ optimizer: String) throws {
    let heads = ["a", "b", "c"].map { "parameters \($0) {\n    freeze always\n}" }
    let whole = WeightedSample(
      weighting: "adatask", optimizer: optimizer, after: heads.joined(separator: "\n\n"), rows: 24,
      hasLabel: { row, _ in row < 8 || row >= 16 })
    var dropped = whole
    dropped.isKept = { $0 < 8 || $0 >= 16 }
    let (found, wanted) = try (whole.run(steps: 3), dropped.run(steps: 2))
    #expect(found.after == wanted.after)
    #expect(found.way(["trunk."]).contains { $0 != 0 })
  }

  /// A task that comes late moves as one in its first step.
  @Test func countsAreThoseOfEachTask() throws {
    let heads = ["a", "b", "c"].map { "parameters \($0) {\n    freeze always\n}" }
    let late = WeightedSample(
      weighting: "adatask", optimizer: "radam(learning_rate: 0.01)",
      after: heads.joined(separator: "\n\n"), rows: 24,
      hasLabel: { row, task in row >= 16 && task == "c" })
    var first = late
    first.isKept = { $0 >= 16 }
    let (found, wanted) = try (late.run(steps: 3), first.run(steps: 1))
    #expect(found.after == wanted.after)
  }

  /// A decay is applied once, to what one task trains and to what several do.
  @Test func decayIsAppliedOnce() throws {
    let sample = WeightedSample(
      weighting: "adatask", optimizer: "adamw(learning_rate: 0.01, weight_decay: 0.5)",
      hasLabel: { _, _ in false })
    let found = try sample.run(steps: 1, learningRate: 0.01)
    for (name, values) in found.before {
      for (before, after) in zip(values, found.after[name] ?? []) {
        #expect(abs(Double(after) - 0.995 * Double(before)) < 1e-6, "\(name)")
      }
    }
  }

  /// The vectors are a row for each task, of what is shared alone; those of the rest are as ever.
  @Test func vectorsAreThoseOfWhatIsShared() throws {
    let bench = try Workbench()
    try bench.write(
      WeightedSample(weighting: "adatask", optimizer: "adam(learning_rate: 0.01)").sample)
    let compiled = try bench.session().compiled
    let shared = compiled.parameterLayout.apartLength
    let names = compiled.parameters.map(\.name).filter { compiled.parameterLayout.isApart($0) }
    #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("trunk.") })
    for vector in ["mean", "square"] {
      let state = compiled.states.first { $0.name == "weighting.optimizer.\(vector)" }
      #expect(state?.count == 3 * shared)
      #expect(
        compiled.variables.counts["optimizer.\(vector)"] == compiled.parameterLayout.ownLength)
    }
    #expect(compiled.parameterLayout.ownLength == 3 * 2 * 16)
    #expect(compiled.states.contains { $0.name == "weighting.optimizer_steps_state" })
  }

  /// All that acts on a step is kept by a checkpoint.
  @Test func stoppedRunsEndAlike() throws {
    let bench = try Workbench()
    try bench.write(
      .people(
        weighting: "uncertainty -> adatask",
        more: "average 0.9\n    clip norm(1)\n    penalty l2(0.001)"))
    let expected = try bench.train().files()
    for stop in [2, 6] {
      let stopped = try bench.start(bench.options("stopped\(stop)")).finish(after: stop)
      let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      #expect(try resumed.finish().files() == expected, "stopped after step \(stop)")
    }
  }
}
