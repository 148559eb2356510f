import Foundation
import Testing

/// Which specs `mtl lint` looks at, and the `mtl.toml` that holds for them.
struct LintFileTests {
  /// The paths that are found something in, in their order.
  private func found(_ arguments: String, in folder: Workplace) throws -> [String] {
    let outcome = try CommandCase("lint --fail-on never --format concise " + arguments)
      .check(in: folder)
    return outcome.output.split(separator: "\n").compactMap { line in
      line.split(separator: ":").first.map { String($0) }
    }
  }

  private func folder(_ names: [String], configuration: String? = nil) throws -> Workplace {
    let folder = try Workplace(isEmpty: true)
    for name in names { try folder.write(HouseSpec.unused, to: name) }
    if let configuration { try folder.write(configuration, to: "mtl.toml") }
    return folder
  }

  // MARK: Paths

  @Test func foldersStandForTheirSpecs() throws {
    let folder = try folder([
      "a.mtl", "sub/b.mtl", "sub/deep/c.mtl", ".hidden/d.mtl", "sub/.e.mtl", "runs/x/spec.mtl",
      "folder.mtl/f.mtl", "sub/notes.txt",
    ])
    try folder.write("{}", to: "runs/x/run.json")
    let all = ["a.mtl", "folder.mtl/f.mtl", "sub/b.mtl", "sub/deep/c.mtl"]
    #expect(try found("", in: folder) == all)
    #expect(try found(".", in: folder) == all)
    #expect(try found("./ a.mtl ./a.mtl sub//b.mtl", in: folder) == all)
    #expect(try found("sub/ folder.mtl", in: folder) == Array(all.dropFirst()))
    #expect(try found("sub/*.mtl", in: folder) == ["sub/b.mtl"])
    #expect(try found("./sub/?.mtl", in: folder) == ["sub/b.mtl"])
    #expect(try found("**/c.mtl sub/**", in: folder) == ["sub/b.mtl", "sub/deep/c.mtl"])
    // What is named is looked at wherever it lies.
    #expect(try found("runs/x/spec.mtl sub/notes.txt", in: folder).count == 2)
    try FileManager.default.createDirectory(
      atPath: folder.file("empty"), withIntermediateDirectories: false)
    try CommandCase("lint empty", error: ["there is no spec to look at"]).check(in: folder)
  }

  @Test func linksInsideAreFollowedAndLoopsEnd() throws {
    let folder = try folder(["sub/b.mtl"])
    try folder.link("sub/loop", to: "..")
    try folder.link("again", to: "again")
    try folder.link("other", to: "sub")
    try folder.link("copy.mtl", to: "sub/b.mtl")
    #expect(try found(".", in: folder) == ["copy.mtl", "sub/b.mtl"])
    #expect(try found("other", in: folder) == ["other/b.mtl"])
    #expect(try found("other/", in: folder) == ["other/b.mtl"])
  }

  @Test func standardInputHasAName() throws {
    let folder = try folder(["a.mtl"], configuration: "lint.per-file-ignores.sub = [\"names\"]\n")
    func lint(_ arguments: String...) throws -> Outcome {
      try Program.run(
        ["lint", "-", "--format", "concise"] + arguments, in: folder, inputPath: "a.mtl")
    }
    #expect(try lint().output.hasPrefix("<stdin>:6:8: warning[MTL101]"))
    #expect(try lint("--stdin-filename", "old/x.mtl").output.hasPrefix("old/x.mtl:6:8: "))
    let ignored = try lint("--stdin-filename", "sub/x.mtl")
    #expect(ignored.exitCode == 0 && ignored.output.isEmpty)
  }

  // MARK: Configuration

  /// The nearest file holds; what it is about is seen from its folder.
  @Test func theNearestConfigurationHolds() throws {
    let folder = try folder(
      ["a.mtl", "sub/b.mtl", "sub/deep/c.mtl"], configuration: "[lint]\nignore = [\"MTL101\"]\n")
    try folder.write("[lint]\nexclude = [\"deep\"]\n", to: "sub/mtl.toml")
    #expect(try found(".", in: folder) == ["sub/b.mtl"])
    #expect(try found("sub/deep", in: folder) == [])
    #expect(try found("sub/deep/c.mtl", in: folder) == ["sub/deep/c.mtl"])
    #expect(try found("--force-exclude sub/deep/c.mtl", in: folder) == [])
    #expect(try found("--isolated .", in: folder).count == 3)
    #expect(try found("--config mtl.toml .", in: folder) == [])
    #expect(try found("--config sub/mtl.toml .", in: folder) == ["a.mtl", "sub/b.mtl"])
    // What the command line asks for by its name is looked for.
    #expect(try found("--select unused-shared a.mtl", in: folder) == ["a.mtl"])
  }

  @Test(arguments: [
    ("lint.severity.unused-shared = \"note\"", 0, "note[MTL101]"),
    ("[lint.severity]\nnames = \"note\"\nMTL101 = \"error\"", 1, "error[MTL101]"),
    ("[lint.severity]\nMTL1 = \"off\"", 0, ""),
    ("lint.fail-on = \"never\"", 0, "warning[MTL101]"),
    ("lint.fail-on = \"error\"", 0, "warning[MTL101]"),
    ("[lint.per-file-ignores]\n\"h*.mtl\" = [\"MTL101\"]", 0, ""),
    ("[lint.per-file-ignores]\n\"sub/*.mtl\" = [\"ALL\"]", 1, "warning[MTL101]"),
    ("lint.select = []", 0, ""), ("lint.select = [\"layers\"]", 0, ""),
    ("lint.select = [\"layers\"]\nlint.extend-select = [\"MTL101\"]", 1, "[MTL101]"),
    ("lint.preview = true", 1, "warning[MTL101]"),
    ("# nothing\n", 1, "warning[MTL101]"),
  ])
  func settingsHold(_ text: String, _ code: Int, _ finding: String) throws {
    let folder = try folder(["houses.mtl"], configuration: text)
    let outcome = try CommandCase(
      "lint --format concise houses.mtl", exit: Int32(code),
      output: finding.isEmpty ? [] : [finding]
    ).check(in: folder)
    #expect(outcome.output.isEmpty == finding.isEmpty)
  }

  @Test(arguments: [
    (
      "[lint]\nselct = []",
      "mtl.toml:2:1: there is no setting `lint.selct`; did you mean `lint.select`?"
    ),
    ("[lnt]\nselect = []", "2:1: there is no setting `lnt.select`; did you mean `lint.select`?"),
    ("extnd = \"x\"", "mtl.toml:1:1: there is no setting `extnd`; did you mean `extend`?"),
    (
      "[format]\nwidth = 3",
      "2:1: there is no setting `format.width`; there are extend, lint.select"
    ),
    ("lint = 3", "mtl.toml:1:1: there is no setting `lint`"),
    ("lint.select.more = 3", "there is no setting `lint.select.more`"),
    ("lint.select = [\n  \"unused-shard\"]", "`unused-shard`; did you mean `unused-shared`?"),
    ("lint.select = \"ALL\"", "`lint.select` is a list of texts, not a text"),
    ("lint.select = [1]", "`lint.select` is a list of texts"),
    ("lint.preview = \"yes\"", "`lint.preview` is true or false, not a text"),
    ("lint.fail-on = \"warn\"", "\"never\", not \"warn\""),
    ("lint.severity.MTL101 = \"warn\"", "\"off\", not \"warn\""),
    ("[lint.severity]\nunused-shard = \"off\"", "did you mean `unused-shared`?"),
    ("extend = \"none.toml\"", "none.toml: cannot read the file: there is no such file"),
    ("extend = \"mtl.toml\"", "mtl.toml: `extend` leads back to this file"),
    ("extend = \"./houses.mtl\"", "houses.mtl:1:"),
    ("[lint", "mtl.toml:1:6: `]` is missing"),
  ])
  func mistakesInSettingsAreRefused(_ text: String, _ message: String) throws {
    let folder = try folder(["houses.mtl"], configuration: text)
    try CommandCase("lint houses.mtl", exit: 2, error: [message]).check(in: folder)
  }

  @Test func configurationsExtendOthers() throws {
    let folder = try folder(["a.mtl", "sub/b.mtl"])
    try folder.write("[lint]\nignore = [\"MTL101\"]\nfail-on = \"never\"\n", to: "base/team.toml")
    try folder.write("extend = \"base/team.toml\"\n", to: "mtl.toml")
    try folder.write(
      "extend = \"../mtl.toml\"\nlint.extend-select = [\"MTL101\"]\n", to: "sub/mtl.toml")
    #expect(try found(".", in: folder) == [])
    try CommandCase("lint --ignore layers --select names .", output: []).check(in: folder)
    try folder.write("extend = \"two.toml\"\n", to: "one.toml")
    try folder.write("extend = \"one.toml\"\n", to: "two.toml")
    try CommandCase(
      "lint --config one.toml a.mtl", exit: 2, error: ["one.toml: `extend` leads back to this file"]
    ).check(in: folder)
    for number in 0..<20 {
      try folder.write("extend = \"c\(number + 1).toml\"\n", to: "c\(number).toml")
    }
    try CommandCase(
      "lint --config c0.toml a.mtl", exit: 2, error: ["more than 8 files extend each other"]
    ).check(in: folder)
  }
}
