import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLRuntime
import Testing

/// The digits model, compiled from its spec, against the same model in PyTorch.
struct DigitsTests {
  static let tasks = ["digit", "even", "redraw"]
  static let weightings = ["equal", "uncertainty"]

  /// The names are the format of checkpoints: each is recorded and none is missing.
  @Test func parametersHaveTheirNames() throws {
    let model = try DigitsModel(weighting: "uncertainty")
    #expect(model.compiled.parameters.map(\.name).sorted() == model.parameters.keys.sorted())
  }

  /// The value of each declaration before a loss: the last one that its steps compute.
  @Test func forwardValuesAgree() throws {
    let model = try DigitsModel(weighting: "equal")
    let evaluation = model.compiled.evaluation
    let values = try ReferenceEvaluator.evaluate(
      evaluation.graph, inputs: try model.batch(of: evaluation), variables: try model.variables(),
      step: model.step)
    for (name, tensor) in RecordedCase(json: model.recorded).tensors("forward") {
      let end = evaluation.graph.nodes.lastIndex {
        $0.origin?.name.hasPrefix(name + ".") ?? false
      }
      let found = values[try #require(end)].values
      #expect(difference(found, tensor.values) <= Tolerance.reference, "\(name)")
    }
  }

  @Test(arguments: weightings)
  func lossesAndGradientsAgree(_ weighting: String) throws {
    let model = try DigitsModel(weighting: weighting, optimizer: Self.gradientReader)
    var trainer = try ReferenceTrainer(model)
    try expectFirstStep(&trainer, of: model, weighting, within: Tolerance.reference)
  }

  @Test(arguments: weightings, InstructionSet.available)
  func lossesAndGradientsOfKernelsAgree(_ weighting: String, _ set: InstructionSet) throws {
    let model = try DigitsModel(weighting: weighting, optimizer: Self.gradientReader)
    var trainer = try KernelTrainer(model, on: set)
    try expectFirstStep(&trainer, of: model, weighting, within: Tolerance.kernels)
  }

  @Test(arguments: weightings)
  func fiveStepsAgree(_ weighting: String) throws {
    let model = try DigitsModel(weighting: weighting)
    var trainer = try ReferenceTrainer(model)
    try expectRun(&trainer, of: model, weighting, within: Tolerance.reference)
  }

  @Test(arguments: weightings, InstructionSet.available)
  func fiveStepsOfKernelsAgree(_ weighting: String, _ set: InstructionSet) throws {
    let model = try DigitsModel(weighting: weighting)
    var trainer = try KernelTrainer(model, on: set)
    try expectRun(&trainer, of: model, weighting, within: 1e-4)
  }

  /// A step that reads the parameters before and after it has moved them.
  @Test(arguments: InstructionSet.available)
  func hindsightOfKernelsAgrees(_ set: InstructionSet) throws {
    let model = try DigitsModel(weighting: "famo(learning_rate: 0.2)")
    var (reference, kernels) = (try ReferenceTrainer(model), try KernelTrainer(model, on: set))
    for step in 0..<5 {
      let (expected, found) = (try reference.step(), try kernels.step())
      for task in Self.tasks {
        for name in [GraphName.loss(task), GraphName.weight(task)] {
          let (expected, found) = (try #require(expected[name]), found[name] ?? [])
          #expect(difference(found, expected) <= 1e-4, "\(name) in step \(step)")
        }
      }
    }
    let parameters = ModelBuilder.parametersVariable
    #expect(difference(kernels.variable(parameters), reference.variable(parameters)) <= 1e-4)
  }

  // MARK: One step

  /// An optimizer whose vector is the gradient after the first step.
  private static let gradientReader = "sgd(learning_rate: 0.001, momentum: 0.5)"

  private func expectFirstStep(
    _ trainer: inout some DigitsTrainer, of model: DigitsModel, _ weighting: String,
    within tolerance: Double
  ) throws {
    let outputs = try trainer.step()
    expectLosses(outputs, model.recorded["losses"], within: tolerance)
    let recorded = try #require(model.recorded[weighting])
    let total = try #require(recorded["total"]?.number)
    #expect(difference(outputs[GraphName.total] ?? [], [total]) <= tolerance)
    let gradients = model.byName(trainer.variable(GraphName.optimizerState("momentum")))
    var expected = RecordedCase(json: recorded).tensors("gradients")
    for (name, value) in logVariances(recorded["log_variance_gradients"]) {
      expected[name] = value
    }
    #expect(expected.count == model.compiled.parameters.count)
    expectAgreement(gradients, expected, within: tolerance)
  }

  private func expectLosses(
    _ outputs: [String: [Double]], _ recorded: JSONValue?, within tolerance: Double
  ) {
    for task in Self.tasks {
      let loss = recorded?[task]?.number ?? .nan
      #expect(difference(outputs[GraphName.loss(task)] ?? [], [loss]) <= tolerance, "\(task)")
    }
  }

  private func logVariances(_ recorded: JSONValue?) -> [String: ReferenceTensor] {
    var values: [String: ReferenceTensor] = [:]
    for member in recorded?.members ?? [] {
      values[DigitsModel.logVariance(member.key)] = ReferenceTensor(
        shape: [], values: [member.value.number ?? .nan])
    }
    return values
  }

  // MARK: Several steps

  private func expectRun(
    _ trainer: inout some DigitsTrainer, of model: DigitsModel, _ weighting: String,
    within tolerance: Double
  ) throws {
    let recorded = try #require(model.recorded["adam"]?[weighting])
    for step in try #require(recorded["steps"]?.elements) {
      let outputs = try trainer.step()
      expectLosses(outputs, step["losses"], within: tolerance)
      let total = step["total"]?.number ?? .nan
      #expect(difference(outputs[GraphName.total] ?? [], [total]) <= tolerance)
    }
    let final = model.byName(trainer.variable(ModelBuilder.parametersVariable))
    var expected = RecordedCase(json: recorded).tensors("final_parameters")
    for (name, value) in logVariances(recorded["final_log_variances"]) { expected[name] = value }
    expectAgreement(final, expected, within: tolerance)
    for member in try #require(recorded["final_sums"]?.members) {
      let values = try #require(final[member.key])
      let squares = member.value["sum_of_squares"]?.number ?? .nan
      #expect(difference([values.reduce(0) { $0 + $1 * $1 }], [squares]) <= tolerance)
      // A sum of numbers of both signs: its error is that of the numbers, not of the sum.
      let sum = member.value["sum"]?.number ?? .nan
      let size = (squares * Double(values.count)).squareRoot()
      #expect(abs(values.reduce(0, +) - sum) <= tolerance * size, "\(member.key)")
    }
  }
}
