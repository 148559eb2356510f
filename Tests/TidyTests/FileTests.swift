import Foundation
import Testing

/// What holds of every file.
@Suite struct FileTests {
  private static func sources() throws -> [String] {
    try Repository.files(below: "Sources", endingIn: ".swift", ".c", ".h", ".inc")
      + Repository.files(below: "Tests", endingIn: ".swift")
  }

  @Test func noFileIsLongerThan400Lines() throws {
    for file in try Self.sources() {
      let lines = try Repository.text(file).split(
        separator: "\n", omittingEmptySubsequences: false
      ).count
      #expect(lines <= 401, "\(file) has \(lines) lines")
    }
  }

  @Test func nothingInTheSourcesTraps() throws {
    let traps = ["fatalError(", "try!", " as! "]
    for file in try Repository.files(below: "Sources", endingIn: ".swift") {
      let text = try Repository.text(file)
      for trap in traps { #expect(!text.contains(trap), "\(file) contains \(trap)") }
    }
  }

  @Test func packageDeclarationsAreDocumented() throws {
    for file in try Repository.files(below: "Sources", endingIn: ".swift") {
      let lines = try Repository.text(file).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() where Self.declaresType(line) {
        #expect(Self.isDocumented(lines[..<index]), "\(file):\(index + 1) has no doc comment")
      }
    }
  }

  /// Whether a line declares a type or function that leaves its module.
  private static func declaresType(_ line: Substring) -> Bool {
    let words = line.split(separator: " ")
    guard words.first == "package" || words.first == "public", words.count > 2 else { return false }
    let kinds = ["struct", "enum", "class", "protocol", "func", "final", "indirect", "actor"]
    return kinds.contains { words.dropFirst().prefix(3).contains(Substring($0)) }
      && !line.contains("func == ") && !line.contains("func < ")
  }

  /// Whether the lines before a declaration end in a doc comment, attributes aside; a declaration
  /// that a protocol asks for is documented there.
  private static func isDocumented(_ before: ArraySlice<Substring>) -> Bool {
    for line in before.reversed() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("///") { return true }
      guard text.hasPrefix("@") || text.hasPrefix("#") else { return false }
    }
    return false
  }

  @Test func nothingNamesAMachine() throws {
    let top = ["README.md", "grammar.md", "Package.swift", ".ci/run"]
    for file in try Self.sources() + top {
      let text = try Repository.text(file)
      for word in ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/"] {
        #expect(!text.contains(word), "\(file) names \(word)")
      }
    }
  }

  @Test func thereAreNoDependencies() throws {
    #expect(try Repository.text("Package.swift").contains("dependencies: [],"))
    #expect(!(try Repository.text("Package.swift").contains("unsafeFlags")))
  }
}
