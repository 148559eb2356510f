import Foundation
import Testing

/// What `mtl lint` writes into specs: edits, and comments that hide findings.
struct LintEditTests {
  private func folder(_ texts: [String: String]) throws -> Workplace {
    let folder = try Workplace(isEmpty: true)
    for (name, text) in texts { try folder.write(text, to: name) }
    return folder
  }

  // MARK: Edits

  @Test func safeEditsAreMade() throws {
    let folder = try folder(["a.mtl": HouseSpec.constant, "b.mtl": HouseSpec.twice])
    let shown = try CommandCase(
      "lint --diff a.mtl b.mtl", exit: 1,
      output: ["--- a/a.mtl", "+++ b/a.mtl", "-const width = 32"]
    ).check(in: folder)
    #expect(!shown.output.contains("b.mtl"))
    #expect(folder.text(folder.file("a.mtl")) == HouseSpec.constant)
    try CommandCase(
      "lint --fix a.mtl b.mtl", exit: 1, output: ["MTL202"],
      error: ["fixed 1 finding", "1 warning in 1 of 2 specs", "--unsafe-fixes"]
    ).check(in: folder)
    #expect(folder.text(folder.file("a.mtl")) == HouseSpec.clean)
    #expect(folder.text(folder.file("b.mtl")) == HouseSpec.twice)
    try CommandCase("lint --fix a.mtl", error: ["nothing found in 1 spec"]).check(in: folder)
    try CommandCase("lint --diff a.mtl").check(in: folder)
  }

  @Test func unsafeEditsAreMadeWhereTheyAreWanted() throws {
    let folder = try folder(["b.mtl": HouseSpec.twice])
    try CommandCase("lint --diff b.mtl").check(in: folder)
    try CommandCase("lint --diff --unsafe-fixes b.mtl", exit: 1, output: ["--- a/b.mtl", "@@"])
      .check(in: folder)
    #expect(folder.text(folder.file("b.mtl")) == HouseSpec.twice)
    try CommandCase("lint --fix --unsafe-fixes b.mtl", error: ["fixed 1 finding"]).check(in: folder)
    #expect(folder.text(folder.file("b.mtl")) == HouseSpec.clean)
  }

  /// Edits of standard input are shown, and nothing says that they were made.
  @Test func standardInputIsNotChanged() throws {
    let folder = try folder(["a.mtl": HouseSpec.constant])
    let fixed = try Program.run(["lint", "--fix", "-"], in: folder, inputPath: "a.mtl")
    #expect(fixed.exitCode == 1)
    #expect(fixed.output.contains("<stdin>:1:7"))
    #expect(fixed.error.contains("help: edits of standard input are printed by `--diff`"))
    #expect(!fixed.error.contains("fixed 1"))
    let shown = try Program.run(["lint", "--diff", "-"], in: folder, inputPath: "a.mtl")
    #expect(shown.output.contains("-const width = 32"))
    let hidden = try Program.run(["lint", "--add-ignore", "-"], in: folder, inputPath: "a.mtl")
    #expect(hidden.error.contains("0 specs"))
  }

  /// Line ends and marks that a spec has stay, and a spec with errors is left alone.
  @Test func editsKeepTheRest() throws {
    let lines = HouseSpec.constant.replacingOccurrences(of: "\n", with: "\r\n")
    let broken = "const width = 32\n" + HouseSpec.broken
    let folder = try folder(["a.mtl": lines, "b.mtl": broken])
    try CommandCase("lint --fix a.mtl").check(in: folder)
    let clean = HouseSpec.clean.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(folder.text(folder.file("a.mtl")) == clean)
    try CommandCase("lint --fix b.mtl", exit: 1).check(in: folder)
    #expect(folder.text(folder.file("b.mtl")) == broken)
  }

  // MARK: Comments

  /// What `--add-ignore` writes hides every finding, and leaves the spec right and in its style.
  @Test func findingsAreHidden() throws {
    let both = HouseSpec.spec(
      chain: "encode -> dense(64) -> relu -> relu -> dropout(0) -> dense(1)  // two layers",
      before: "shared trunk(houses.features) {\n    encode -> dense(32) -> relu\n}\n\n")
    let folder = try folder(["a.mtl": "const width = 32  // unused\n\n" + both])
    try CommandCase("fmt --check a.mtl").check(in: folder)
    try CommandCase("lint a.mtl", exit: 1, error: ["3 warnings and 1 note in 1 spec"]).check(
      in: folder)
    try CommandCase(
      "lint --add-ignore --diff a.mtl", exit: 1,
      output: ["+// mtl: ignore MTL115\n const width = 32  // unused\n"]
    ).check(in: folder)
    try CommandCase("lint --add-ignore a.mtl", error: ["wrote comments into 1 spec"])
      .check(in: folder)
    let text = folder.text(folder.file("a.mtl"))
    try CommandCase("lint a.mtl", error: ["nothing found in 1 spec"]).check(in: folder)
    try CommandCase("fmt --check a.mtl").check(in: folder)
    try CommandCase("check a.mtl").check(in: folder)
    #expect(text.contains("// mtl: ignore MTL101\n"))
    try CommandCase("lint --add-ignore a.mtl", error: ["wrote comments into 0 specs"])
      .check(in: folder)
    #expect(folder.text(folder.file("a.mtl")) == text)
  }

  @Test(arguments: [
    // Behind the line, above a declaration, above a line of a body, and for the whole file.
    HouseSpec.unused.replacingOccurrences(
      of: "features) {\n    encode -> dense(32)",
      with: "features) {  // mtl: ignore MTL101 -- soon\n    encode -> dense(32)"),
    HouseSpec.unused.replacingOccurrences(
      of: "shared", with: "// mtl: ignore unused-shared\nshared"),
    HouseSpec.unused.replacingOccurrences(of: "shared", with: "//mtl:ignore names\nshared"),
    HouseSpec.unused.replacingOccurrences(
      of: "shared", with: "// mtl: ignore MTL101 -- why\n/// Not read.\nshared"),
    HouseSpec.twice.replacingOccurrences(
      of: "    encode", with: "    // mtl: ignore MTL202 -- as in the paper\n    encode"),
    HouseSpec.twice.replacingOccurrences(of: "task", with: "// mtl: ignore MTL202\ntask"),
    "// mtl: ignore-file MTL101, idempotent-activation -- an exercise\n\n"
      + HouseSpec.unused.replacingOccurrences(of: "-> relu ->", with: "-> relu -> relu ->"),
    HouseSpec.unused + "\n// mtl: ignore-file ALL\n",
    HouseSpec.twice.replacingOccurrences(
      of: "-> dense(1)\n", with: "-> dense(1)  // mtl: ignore MTL202\n"
    ).replacingOccurrences(of: "\n", with: "\r\n"),
  ])
  func commentsHideFindings(_ text: String) throws {
    let folder = try folder(["a.mtl": text])
    try CommandCase("lint --format concise a.mtl", error: ["nothing found in 1 spec"])
      .check(in: folder)
  }

  @Test func commentsThatHideNothingAreFound() throws {
    let first = "// mtl: ignore MTL101 -- it was unused\n"
    let unused = HouseSpec.clean.replacingOccurrences(of: "task", with: first + "task")
    let second = "  // mtl: ignore MTL202, MTL101 -- two\n"
    let folder = try folder([
      "a.mtl": unused,
      "b.mtl": HouseSpec.twice.replacingOccurrences(of: "dense(1)\n", with: "dense(1)" + second),
      "c.mtl": HouseSpec.clean.replacingOccurrences(
        of: "task", with: "// mtl: ignore unused-shard, MTL999\n// mtl: ignore\ntask"),
      "d.mtl": HouseSpec.unused.replacingOccurrences(
        of: "data", with: "// mtl: ignore MTL101\ndata"),
    ])
    try CommandCase(
      "lint --format concise .", exit: 1,
      output: [
        "a.mtl:6:1: warning[MTL113] `MTL101` hides nothing here",
        "warning[MTL113] `MTL101` hides nothing here",
        "c.mtl:6:16: warning[MTL114] there is no rule `unused-shard`",
        "c.mtl:6:30: warning[MTL114] there is no rule `MTL999`",
        "c.mtl:7:1: warning[MTL114] the comment does not say which rules it hides",
        "d.mtl:1:1: warning[MTL113]", "d.mtl:7:8: warning[MTL101]",
      ]
    ).check(in: folder)
    // What has not been looked for may well be hidden.
    try CommandCase("lint --select MTL113,MTL3 a.mtl").check(in: folder)
    try CommandCase("lint --fix a.mtl b.mtl", error: ["fixed 2 findings"]).check(in: folder)
    #expect(folder.text(folder.file("a.mtl")) == HouseSpec.clean)
    #expect(folder.text(folder.file("b.mtl")).contains("dense(1)  // mtl: ignore MTL202 -- two\n"))
    try CommandCase("lint --fix --unsafe-fixes c.mtl", exit: 1, output: ["MTL999"]).check(
      in: folder)
    // The name that was meant hides nothing either, so that it goes in a second round.
    #expect(folder.text(folder.file("c.mtl")).contains("// mtl: ignore MTL999\n"))
  }

  @Test func reasonsAreAskedFor() throws {
    let comment = "// mtl: ignore MTL101"
    let folder = try folder([
      "mtl.toml": "lint.require-reasons = true\n",
      "a.mtl": HouseSpec.unused.replacingOccurrences(of: "shared", with: comment + "\nshared"),
      "b.mtl": HouseSpec.unused.replacingOccurrences(of: "shared", with: comment + " -- x\nshared"),
      "c.mtl": HouseSpec.unused.replacingOccurrences(of: "shared", with: comment + " --\nshared"),
    ])
    try CommandCase("lint --format concise a.mtl c.mtl", exit: 1, output: ["a.mtl:6:1", "MTL119"])
      .check(in: folder)
    try CommandCase("lint b.mtl").check(in: folder)
    try CommandCase("lint --format json b.mtl", output: ["\"x\""]).check(in: folder)
  }

  @Test func errorsCannotBeHidden() throws {
    let wrong = HouseSpec.clean.replacingOccurrences(of: "houses.price", with: "houses.prise")
    let folder = try folder([
      "a.mtl": "// mtl: ignore-file ALL, MTL120\n" + wrong,
      "b.mtl": "// mtl: ignore-file ALL\n" + HouseSpec.broken,
      "mtl.toml": "[lint]\nignore = [\"ALL\"]\n[lint.severity]\nALL = \"off\"\n",
    ])
    let found = try CommandCase(
      "lint --format concise a.mtl b.mtl", exit: 1, output: ["a.mtl:9:23: error[", "b.mtl:4:"]
    ).check(in: folder)
    // No comment is written for them either.
    let texts = ["a.mtl", "b.mtl"].map { folder.text(folder.file($0)) }
    try CommandCase("lint --add-ignore a.mtl b.mtl", error: ["0 specs"]).check(in: folder)
    #expect(["a.mtl", "b.mtl"].map { folder.text(folder.file($0)) } == texts)
    try CommandCase("lint --write-baseline base.json a.mtl b.mtl").check(in: folder)
    let again = try CommandCase(
      "lint --format concise --baseline base.json a.mtl b.mtl", exit: 1
    ).check(in: folder)
    #expect(again.output == found.output)
  }
}
