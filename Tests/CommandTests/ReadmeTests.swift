import Foundation
import Testing

/// What README.md shows is what the program does.
struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The fenced blocks of a kind, in order.
  private static func blocks(_ kind: String) throws -> [String] {
    let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    return text.components(separatedBy: "\n```\(kind)\n").dropFirst().map {
      $0.components(separatedBy: "\n```")[0] + "\n"
    }
  }

  /// A folder with README's spec as `specs/small.mtl` and the digits beside it.
  private static func workplace(_ spec: String) throws -> Workplace {
    let folder = try Workplace()
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: folder.file("specs/data"), withIntermediateDirectories: true)
    try manager.copyItem(
      at: root.appendingPathComponent("specs/data/digits.csv"),
      to: URL(fileURLWithPath: folder.file("specs/data/digits.csv")))
    try Data(spec.utf8).write(to: URL(fileURLWithPath: folder.file("specs/small.mtl")))
    return folder
  }

  /// A text with its figures left out, and the blanks that align them: what does not depend on the
  /// machine and its instruction set.
  private static func shape(_ text: String) -> [String] {
    let lines = text.split(separator: "\n").map { line in
      line.map { $0.isNumber ? "#" : $0 }.split(separator: " ").map { word in
        word.contains("#") && !word.contains(":") ? "#" : String(word)
      }.joined(separator: " ").replacing(" *", with: "")
    }
    return lines.map { line in
      ["amx", "avx512", "avx2", "portable"].reduce(line) { $0.replacing($1, with: "isa") }
        .replacing(", #", with: "").replacing(", isa", with: "")
    }.filter { !$0.hasPrefix("the run is in") }
  }

  @Test func theSpecTrainsAsShown() throws {
    let spec = try #require(try Self.blocks("mtl").first)
    #expect(spec.split(separator: "\n", omittingEmptySubsequences: false).count - 1 == 20)
    let folder = try Self.workplace(spec)
    let format = try Program.run(["fmt", "--check", "specs/small.mtl"], in: folder)
    #expect(format.exitCode == 0, "\(format.error)")
    let outcome = try Program.run(["train", "specs/small.mtl", "--epochs", "3"], in: folder)
    #expect(outcome.exitCode == 0)
    let shown = try #require(try Self.blocks("text").first)
    let lines = Set(Self.shape(shown))
    for line in Self.shape(outcome.error + outcome.output) {
      #expect(lines.contains(line), "README does not show: \(line)")
    }
  }

  @Test func theMistakeIsFoundAsShown() throws {
    let spec = try #require(try Self.blocks("mtl").first)
    let folder = try Self.workplace(
      spec.replacing("dense(64) -> relu", with: "dense(64) -> dense(64) -> relu"))
    let outcome = try Program.run(["lint", "specs"], in: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains(try Self.blocks("text")[2]))
  }

  /// The table of specs lists each, and says what becomes of training it.
  @Test func theSpecsTrainAsTheTableSays() throws {
    let text = try String(
      contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| [") && $0.contains("(specs/") }
    var listed: Set<String> = []
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let path = String(cells[0].split(separator: "(").last?.dropLast() ?? "")
      listed.insert(path)
      let spec = Self.root.appendingPathComponent(path).path
      let outcome = try Program.run(["check", spec], in: try Workplace())
      let said = outcome.output + outcome.error
      #expect(outcome.exitCode == 0, "\(said)")
      let isPending = said.contains("this version cannot train")
      let hasOtherWeighting = said.contains("`mtl train --weighting equal` trains it")
      #expect(isPending == (cells[2] != "yes"), "\(path)")
      #expect(hasOtherWeighting == cells[2].hasPrefix("with"), "\(path)")
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appendingPathComponent("specs").path)
    #expect(listed == Set(files.filter { $0.hasSuffix(".mtl") }.map { "specs/\($0)" }))
  }

  @Test func theWrongSpecIsDrawnAsShown() throws {
    let spec = try #require(try Self.blocks("mtl").first)
    let folder = try Self.workplace(spec.replacing("dense(10)", with: "dense(9)"))
    let outcome = try Program.run(["check", "specs/small.mtl"], in: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.error == (try Self.blocks("text")[1]))
  }

  @Test func everyCommandIsListed() throws {
    let folder = try Workplace()
    let help = try Program.run(["help"], in: folder).output
    let text = try String(
      contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    for line in help.split(separator: "\n") where line.hasPrefix("  mtl ") {
      let command = line.split(separator: " ").prefix(2).joined(separator: " ")
      #expect(text.contains("`\(command)"), "README lacks \(command)")
    }
  }
}
