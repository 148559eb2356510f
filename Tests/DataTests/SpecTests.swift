import Foundation
import MTLSource
import MTLSyntax
import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// Reads the data of the project's own specs as the checker declares them.
@Suite struct SpecTests {
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("specs").path

  @Test func digits() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/digits.mtl"))
    let source = SourceText(name: "digits.mtl", bytes: Array(bytes))
    let result = Checker.check(SyntaxTree.parse(source))
    #expect(result.diagnostics.map(\.message) == [])
    let data = try #require(result.model?.dataSet("digits"))
    let (table, diagnostics) = DataReader.read(
      data, sources: SourceMap(source),
      location: DataLocation(specDirectory: folder, dataRoot: nil, allowsOutside: false))
    #expect(diagnostics.map(\.message) == [])
    let digits = try #require(table)
    #expect(digits.rowCount == 1797)
    #expect(digits.notes.isEmpty)
    #expect(digits.encoding(of: "digit")?.classes?.count == 10)
    let odd = zip(digits.plain("digit"), digits.plain("even")).count { digit, even in
      even == 0 && Int(digit ?? 0) % 2 == 1
    }
    #expect(odd == digits.plain("even").count { $0 == 0 })
    let pictures = digits.write(.feature(data: "digits", column: "image"))
    #expect(pictures.count == 1797 * 64)
    #expect(pictures.allSatisfy { (0...1).contains($0) })
  }
}
