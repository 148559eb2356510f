import Foundation
import MTLFormats
import Testing

/// Calls of `mtl lint`: what is looked for, how it is written down, and what the exit code says.
struct LintCommandTests {
  /// A folder with a spec for each kind of mistake.
  static func folder() throws -> Workplace {
    let folder = try Workplace(isEmpty: true)
    try folder.write(HouseSpec.clean, to: "clean.mtl")
    try folder.write(HouseSpec.unused, to: "unused.mtl")
    try folder.write(HouseSpec.constant, to: "constant.mtl")
    try folder.write(HouseSpec.twice, to: "twice.mtl")
    try folder.write(HouseSpec.broken, to: "broken.mtl")
    return folder
  }

  @Test func exitCodesSayWhatWasFound() throws {
    let folder = try Self.folder()
    for sample in [
      CommandCase("lint clean.mtl", error: ["nothing found in 1 spec"]),
      CommandCase(
        "lint unused.mtl clean.mtl", exit: 1,
        output: ["warning[MTL101]: no task reads `trunk`", " --> unused.mtl:6:8"],
        error: ["1 warning in 1 of 2 specs"]),
      CommandCase("lint --fail-on error unused.mtl", output: ["MTL101"]),
      CommandCase("lint --fail-on never broken.mtl", output: ["error[MTL"]),
      CommandCase("lint --fail-on note unused.mtl", exit: 1),
      CommandCase(
        "lint broken.mtl", exit: 1, output: ["broken.mtl:3"], error: ["3 errors in 1 spec"]),
      CommandCase("lint none.mtl", exit: 1, error: ["there is no file or folder `none.mtl`"]),
      CommandCase("lint none*.mtl", exit: 1, error: ["no spec is meant by `none*.mtl`"]),
    ] { try sample.check(in: folder) }
  }

  /// What is wrong with the call itself ends with 2 and says what may have been meant.
  @Test func wrongUsageIsRefused() throws {
    let folder = try Self.folder()
    for sample in [
      CommandCase("lint --fail-on warn", exit: 2, error: ["`warning`", "not `warn`"]),
      CommandCase("lint --selct ALL", exit: 2, error: ["did you mean `--select`?"]),
      CommandCase(
        "lint --select unused-shard", exit: 2,
        error: ["no rule or group of rules `unused-shard`; did you mean `unused-shared`?"]),
      CommandCase("lint --ignore MTL000", exit: 2, error: ["`MTL000`"]),
      CommandCase("lint --extend-select MTL+5", exit: 2, error: ["`MTL+5`"]),
      CommandCase("lint --format sarf", exit: 2, error: ["did you mean `sarif`?"]),
      CommandCase("lint --format yaml", exit: 2, error: ["full, concise, grouped"]),
      CommandCase("lint --config none.toml", exit: 2, error: ["none.toml: cannot read the file"]),
      CommandCase("lint --baseline none.json", exit: 2, error: ["none.json: cannot read"]),
      CommandCase("lint --baseline clean.mtl", exit: 2, error: ["clean.mtl:1"]),
    ] { try sample.check(in: folder) }
  }

  /// One file that cannot be read does not hide what is found in the others.
  @Test func unreadableFilesHideNoFindings() throws {
    let folder = try Self.folder()
    try folder.write(String(repeating: "x", count: 17 << 20), to: "large.mtl")
    try CommandCase(
      "lint --format concise large.mtl unused.mtl", exit: 1, output: ["unused.mtl:6:8: warning"],
      error: ["large.mtl: the file is larger than the limit", "1 warning in 1 spec"]
    ).check(in: folder)
    try CommandCase(
      "lint --fail-on never large.mtl clean.mtl", exit: 1, error: ["nothing found in 1 spec"]
    ).check(in: folder)
  }

  @Test(arguments: [
    ("--select MTL101", ["MTL101"]), ("--select unused-shared", ["MTL101"]),
    ("--select MTL2", ["MTL202"]), ("--select layers", ["MTL202"]),
    ("--select names --ignore MTL115", ["MTL101"]), ("--ignore names,layers", []),
    ("--ignore ALL", []), ("--ignore ALL --extend-select MTL115", ["MTL115"]),
    ("--select ALL --ignore MTL1", ["MTL202"]),
    ("--ignore MTL1 --extend-select unused-shared", ["MTL101", "MTL202"]),
    ("--select weighting --extend-select MTL115,MTL101", ["MTL101", "MTL115"]),
    ("--select MTL101 --ignore MTL101", []),
  ])
  func rulesAreSelected(_ options: String, _ codes: [String]) throws {
    let folder = try Self.folder()
    let outcome = try CommandCase(
      "lint --fail-on never --format concise unused.mtl constant.mtl twice.mtl " + options
    ).check(in: folder)
    let found = ["MTL101", "MTL115", "MTL202"].filter { outcome.output.contains("[\($0)]") }
    #expect(found == codes, "\(outcome.output)")
    #expect(outcome.output.split(separator: "\n").count == codes.count)
  }

  // MARK: Reports

  @Test(arguments: [
    "full", "concise", "grouped", "json", "json-lines", "github", "gitlab", "sarif", "junit",
    "azure", "checkstyle", "rdjson", "pylint",
  ])
  func formatsAreWritten(_ format: String) throws {
    let folder = try Self.folder()
    let found = try CommandCase(
      "lint --format \(format) unused.mtl clean.mtl", exit: 1,
      output: ["unused.mtl", "trunk"], error: ["1 warning in 1 of 2 specs"]
    ).check(in: folder)
    let nothing = try CommandCase(
      "lint --format \(format) --output report clean.mtl", error: ["nothing found in 1 spec"]
    ).check(in: folder)
    #expect(nothing.output.isEmpty)
    let report = folder.text(folder.file("report"))
    guard ["json", "gitlab", "sarif", "rdjson"].contains(format) else { return }
    for text in [found.output, report] {
      _ = try JSONValue.parse(bytes: Array(text.utf8), name: "report")
    }
  }

  @Test func reportsGoWhereTheyAreWanted() throws {
    let folder = try Self.folder()
    let outcome = try CommandCase("lint --format concise --output out.txt unused.mtl", exit: 1)
      .check(in: folder)
    #expect(outcome.output.isEmpty)
    #expect(folder.text(folder.file("out.txt")).hasPrefix("unused.mtl:6:8: warning[MTL101]"))
    try CommandCase("lint --output none/out.txt unused.mtl", exit: 1, error: ["none/out.txt"])
      .check(in: folder)
    try CommandCase(
      "lint --statistics unused.mtl twice.mtl", exit: 1,
      output: ["1  MTL101  unused-shared", "1  MTL202  idempotent-activation  1 can be fixed"]
    ).check(in: folder)
  }

  @Test func theEnvironmentChoosesTheFormat() throws {
    let folder = try Self.folder()
    func lint(_ environment: [String: String], _ options: String...) throws -> Outcome {
      try Program.run(["lint", "unused.mtl"] + options, in: folder, environment: environment)
    }
    #expect(try lint(["MTL_OUTPUT_FORMAT": "concise"]).output.hasPrefix("unused.mtl:6:8: "))
    #expect(try lint(["MTL_OUTPUT_FORMAT": ""]).output.hasPrefix("warning[MTL101]"))
    let wrong = try lint(["MTL_OUTPUT_FORMAT": "consise"])
    #expect(wrong.exitCode == 2)
    #expect(wrong.error.contains("did you mean `concise`?"))
    #expect(wrong.error.contains("`MTL_OUTPUT_FORMAT` is `consise`, and there is no such format"))
    #expect(
      try lint(["MTL_OUTPUT_FORMAT": "json"], "--format", "concise").output.hasPrefix("unused"))
    let github = ["GITHUB_ACTIONS": "true"]
    #expect(try lint(github).output.hasPrefix("::warning "))
    #expect(try lint(github, "--format", "full").output.hasPrefix("warning[MTL101]"))
    try folder.write("before\n", to: "summary.md")
    let summary = github.merging(["GITHUB_STEP_SUMMARY": folder.file("summary.md")]) { $1 }
    #expect(try lint(summary).exitCode == 1)
    let text = folder.text(folder.file("summary.md"))
    #expect(text.hasPrefix("before\n### mtl lint\n\n1 warning in 1 spec"))
    #expect(
      text.contains("| warning | MTL101 unused-shared | <code>unused.mtl&#58;6&#58;8</code> |"))
    // A summary that cannot be written is no reason to fail.
    let none = github.merging(["GITHUB_STEP_SUMMARY": folder.file("none/summary.md")]) { $1 }
    #expect(try lint(none).exitCode == 1)
  }

  // MARK: Baselines

  @Test func baselinesHideWhatIsAccepted() throws {
    let folder = try Self.folder()
    try CommandCase(
      "lint --write-baseline base.json unused.mtl twice.mtl",
      error: ["accepted 2 findings in base.json"]
    ).check(in: folder)
    try CommandCase(
      "lint --baseline base.json unused.mtl twice.mtl", error: ["nothing found in 2 specs"]
    ).check(in: folder)
    try CommandCase(
      "lint --baseline base.json --format concise unused.mtl constant.mtl", exit: 1,
      output: ["constant.mtl:1:7"], error: ["1 warning in 1 of 2 specs"]
    ).check(in: folder)
    // Lines above a finding leave it the same one; what is put right is told.
    try folder.write("/// Houses.\n" + HouseSpec.unused, to: "unused.mtl")
    try folder.write(HouseSpec.clean, to: "twice.mtl")
    try CommandCase(
      "lint --baseline base.json unused.mtl twice.mtl",
      error: ["1 finding of the baseline no longer found", "nothing found in 2 specs"]
    ).check(in: folder)
    try CommandCase("lint --baseline base.json broken.mtl", exit: 1).check(in: folder)
  }
}
