import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLRuntime
import Testing

/// Optimizers and clipping against PyTorch.
struct UpdateTests {
  static let longRuns = Recording.cases("optimizers.json", "optimizers")
  static let optimizers = Recording.cases("operations.json", "optimizers") + longRuns
  static let clippings = Recording.cases("operations.json", "clipping")

  @Test func thereAreCases() {
    #expect(Self.optimizers.count == 29)
    let names = Set(Self.optimizers.compactMap { $0.json["optimizer"]?.string })
    #expect(names == Set(Registry.optimizers.map { $0.name }))
    #expect(Self.clippings.count == 2)
  }

  /// A case called like its optimizer has its defaults.
  @Test(arguments: longRuns.filter { $0.json["name"] == $0.json["optimizer"] })
  func defaultRatesAgree(_ recorded: RecordedCase) throws {
    let name = recorded.json["optimizer"]?.string
    let type = try #require(Registry.optimizers.first { $0.name == name })
    let rate = type.init(Arguments(defaultsOf: type.parameters)).learningRate
    #expect(rate == recorded.number("learning_rate"))
  }

  @Test(arguments: optimizers)
  func plainStepsAgree(_ recorded: RecordedCase) throws {
    let update = try UpdateGraph(recorded)
    for (found, expected) in zip(try update.evaluate(), update.expected) {
      #expect(difference(found, expected.values) <= Tolerance.reference)
    }
  }

  @Test(arguments: optimizers, InstructionSet.available)
  func stepsOfKernelsAgree(_ recorded: RecordedCase, _ set: InstructionSet) throws {
    let update = try UpdateGraph(recorded)
    for (found, expected) in zip(try update.execute(on: set), update.expected) {
      #expect(difference(found, expected.values) <= Tolerance.kernels)
    }
  }

  /// The gradient comes in parts, the norm is that of all.
  @Test(arguments: clippings)
  func clippingAgrees(_ recorded: RecordedCase) throws {
    let gradients = recorded.tensors("gradients")
    let bound = try #require(recorded.number("max_norm"))
    let entry = try #require(Registry.clippings.first { $0.name == "norm" })
    var graph = Graph()
    let names = gradients.keys.sorted()
    let parts = names.map { graph.input($0, TensorType(gradients[$0]?.shape ?? [])) }
    let clipped = try entry.init(Arguments(["bound": .float(bound)])).clip(
      parts, sums: parts, in: &graph)
    let values = try ReferenceEvaluator.evaluate(
      graph, inputs: gradients, step: ReferenceStep(rowCounts: []))
    for (name, part) in zip(names, clipped) {
      let expected = try #require(recorded.tensors("clipped")[name])
      #expect(difference(values[part.index].values, expected.values) <= Tolerance.reference)
    }
  }
}
