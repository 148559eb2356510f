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

  /// All gradients are one vector, one after another.
  @Test(arguments: clippings)
  func clippingAgrees(_ recorded: RecordedCase) throws {
    let names = recorded.tensors("gradients").keys.sorted()
    let gradients = names.flatMap { recorded.tensors("gradients")[$0]?.values ?? [] }
    let clipped = names.flatMap { recorded.tensors("clipped")[$0]?.values ?? [] }
    let bound = try #require(recorded.number("max_norm"))
    let entry = try #require(Registry.clippings.first { $0.name == "norm" })
    var graph = Graph()
    let gradient = graph.input("gradient", TensorType([gradients.count]))
    let result = try entry.init(Arguments(["bound": .float(bound)])).clip(gradient, in: &graph)
    let values = try ReferenceEvaluator.evaluate(
      graph, inputs: ["gradient": ReferenceTensor(shape: [gradients.count], values: gradients)],
      step: ReferenceStep(rowCounts: []))
    #expect(difference(values[result.index].values, clipped) <= Tolerance.reference)
  }
}
