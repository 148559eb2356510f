import Foundation
import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// What holds of every operation, checked on its samples without naming one.
struct OperationTests {
  @Test func everySampleIsWellTyped() {
    let count = Registry.primitives.reduce(0) { $0 + $1.samples.count }
    #expect(SampleGraph.all.count == count)
    for primitive in Registry.primitives { #expect(!primitive.samples.isEmpty) }
  }

  @Test(arguments: SampleGraph.all)
  func evaluationFillsTheResultType(_ sample: SampleGraph) throws {
    let operands = try sample.drawOperands()
    let first = try sample.evaluate(sample.graph, operands)[sample.result.index]
    let second = try sample.evaluate(sample.graph, operands)[sample.result.index]
    let type = sample.graph.type(of: sample.result)
    let shape = try ReferenceEvaluator.shape(of: type, in: sample.step)
    #expect(first.shape == shape)
    #expect(first == second)
    let isFinite = first.values.allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  @Test func registryIsSortedAndUnique() {
    let types = Registry.primitives.map { String(describing: $0) }
    let names = Registry.primitives.map { $0.name }
    #expect(types == types.sorted())
    #expect(Set(types).count == types.count)
    #expect(Set(names).count == names.count)
  }

  /// Every operation has a file that is named like its type.
  @Test func filesAreNamedLikeTypes() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "Sources/MTLCatalogue/Operations")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    let names = Set(files.compactMap { ($0 as? URL)?.lastPathComponent })
    for primitive in Registry.primitives {
      #expect(names.contains("\(primitive).swift"))
    }
  }
}
