import MTL
import MTLCatalogue
import MTLSemantics
import MTLSource
import Testing

/// What is explained of each weighting, and that its spec compiles.
struct WeightingPageTests {
  static let names = Registry.weightings.map { $0.name }

  private static func type(_ name: String) throws -> any Weighting.Type {
    try #require(Registry.weightings.first { $0.name == name })
  }

  @Test(arguments: names)
  func specCompiles(_ name: String) throws {
    let type = try Self.type(name)
    let source = SourceText(name: "\(name).mtl", WeightingPage(type).spec)
    let found = Findings.checking(source)
    #expect(found.map { $0.brief } == [])
    let spec = try Driver.load(source, specFolder: ".", options: RunOptions())
    _ = try Driver.compile(spec)
    #expect(spec.model.weightings.contains { Swift.type(of: $0).name == name })
  }

  @Test(arguments: names)
  func pageSaysWhatToKnow(_ name: String) throws {
    let page = WeightingPage(try Self.type(name))
    let names = page.properties.map(\.name)
    #expect(names.starts(with: ["use it", "level"]) && names.contains("cost"))
    for (_, text) in page.properties { #expect(text.hasSuffix(".") && !text.hasSuffix("..")) }
  }

  /// What a weighting says that it keeps is what a model with it keeps.
  @Test(arguments: ["equal", "uncertainty", "dwa", "mgda", "moco", "adatask"], [2, 5])
  func memoryIsCounted(_ name: String, _ tasks: Int) throws {
    let type = try Self.type(name)
    let memory = try type.init(Arguments(defaultsOf: type.parameters)).memory(
      tasks: tasks, coordinates: 7)
    let expected =
      switch name {
      case "uncertainty": WeightingMemory(trained: tasks, state: 0)
      case "dwa": WeightingMemory(trained: 0, state: 4 * tasks + 1)
      case "moco": WeightingMemory(trained: 0, state: 7 * tasks + tasks + 1)
      case "adatask": WeightingMemory(trained: 0, state: 2 * 7 * tasks + tasks)
      default: WeightingMemory(trained: 0, state: 0)
      }
    #expect(memory == expected)
  }
}
