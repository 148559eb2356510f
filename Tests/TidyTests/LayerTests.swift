import Foundation
import MTLCatalogue
import MTLGraph
import Testing

/// Imports run one way: each module imports only modules above it.
@Suite struct LayerTests {
  /// The modules in layer order.
  static let order = [
    "CZlib", "MTLSource", "MTLFormats", "MTLKernels", "MTLSyntax", "MTLGraph", "MTLCatalogue",
    "MTLSemantics", "MTLCompiler", "MTLLint", "MTLData", "MTLRuntime", "MTL", "MTLAllocationCount",
    "MTLCommand",
  ]

  @Test func everyModuleHasAPlace() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path())
    #expect(Set(folders) == Set(Self.order))
  }

  @Test func importsRunUpwards() throws {
    for file in try Repository.files(below: "Sources", endingIn: ".swift") {
      let module = String(file.split(separator: "/")[1])
      let place = try #require(Self.order.firstIndex(of: module))
      for imported in try Self.imports(of: file) {
        guard let other = Self.order.firstIndex(of: imported) else { continue }
        #expect(other < place, "\(file) imports \(imported), which lies below it")
      }
    }
  }

  @Test func frontEndDoesNoInputOrOutput() throws {
    let pure = ["MTLSource", "MTLSyntax", "MTLGraph", "MTLSemantics", "MTLLint"]
    for file in try Repository.files(below: "Sources", endingIn: ".swift")
    where pure.contains(String(file.split(separator: "/")[1])) {
      let system = Set(try Self.imports(of: file)).intersection(["Foundation", "Glibc", "Darwin"])
      #expect(system.isEmpty, "\(file) imports \(system)")
    }
  }

  @Test func onlyTheFacadeIsPublic() throws {
    for file in try Repository.files(below: "Sources", endingIn: ".swift")
    where !file.hasPrefix("Sources/MTL/") {
      let isPublic = try Repository.text(file).split(separator: "\n").contains {
        $0.drop { $0 == " " }.hasPrefix("public ")
      }
      #expect(!isPublic, "\(file) declares something public")
    }
  }

  /// Entries stay inside the catalogue, so that no engine can name one: the compiler sees to it.
  @Test func noEntryLeavesTheCatalogue() throws {
    let entries = Registry.kinds.flatMap { kind in kind.entries.map { String(describing: $0) } }
    let operations = Registry.primitives.map { String(describing: $0) }
    let text = try Repository.files(below: "Sources/MTLCatalogue", endingIn: ".swift")
      .map { try Repository.text($0) }.joined()
    for name in entries + operations {
      #expect(text.contains("struct \(name)"), "\(name) is declared elsewhere")
      for access in ["package", "public"] {
        #expect(!text.contains("\(access) struct \(name):"), "\(name) leaves the catalogue")
      }
    }
  }

  @Test func onlyTheCommandPrints() throws {
    for file in try Repository.files(below: "Sources", endingIn: ".swift")
    where !file.hasPrefix("Sources/MTLCommand/") {
      let text = try Repository.text(file)
      let prints = text.split(separator: "\n").contains {
        let line = $0.drop { $0 == " " }
        return line.hasPrefix("Swift.print(") || line.hasPrefix("debugPrint(")
          || line.hasPrefix("FileHandle.standard")
      }
      #expect(!prints, "\(file) prints")
    }
  }

  @Test func theMapNamesEveryModule() throws {
    let readme = try Repository.text("README.md")
    for module in Self.order { #expect(readme.contains("`\(module)`"), "the map lacks \(module)") }
  }

  private static func imports(of file: String) throws -> [String] {
    try Repository.text(file).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1 else {
        return nil
      }
      return String(words[place + 1])
    }
  }
}
