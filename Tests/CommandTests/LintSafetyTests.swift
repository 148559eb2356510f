import Foundation
import Testing

/// Specs and settings from strangers: nothing outside is read, and everything ends soon.
struct LintSafetyTests {
  /// Lints with a limit of seconds, generous for machines that are busy.
  private func lint(
    _ arguments: String, in folder: Workplace, exit: Int32 = 1, output: [String] = [],
    error: [String] = [], seconds: Double = 20
  ) throws {
    let start = ContinuousClock.now
    try CommandCase("lint --format concise " + arguments, exit: exit, output: output, error: error)
      .check(in: folder)
    #expect(ContinuousClock.now - start < .seconds(seconds), "\(arguments)")
  }

  @Test(arguments: ["../secret.csv", "link.csv", "linked/secret.csv", ""])
  func dataOutsideAreNotRead(_ path: String) throws {
    let folder = try Workplace(isEmpty: true)
    try folder.write(HouseSpec.table, to: "secret.csv")
    let source = path.isEmpty ? folder.file("secret.csv") : path
    try folder.write(HouseSpec.spec(source: source), to: "specs/a.mtl")
    try folder.link("specs/link.csv", to: "../secret.csv")
    try folder.link("specs/linked", to: "..")
    try lint("--select MTL6 specs", in: folder, exit: 0)
    try lint(
      "--select MTL6 --data specs", in: folder,
      output: ["error[MTL512]", "the path `\(source)` leads outside the spec's folder"])
    try lint("--select MTL6 --data --allow-outside specs", in: folder, exit: 0)
  }

  @Test(arguments: ["../secret.mtl", "link.mtl", "linked/secret.mtl", ""])
  func importsOutsideAreNotRead(_ path: String) throws {
    let folder = try Workplace(isEmpty: true)
    try folder.write("const hidden = 32\n", to: "secret.mtl")
    let source = path.isEmpty ? folder.file("secret.mtl") : path
    let spec = HouseSpec.spec(chain: "encode -> dense(hidden) -> relu -> dense(1)")
    try folder.write("import hidden from \"\(source)\"\n\n" + spec, to: "specs/a.mtl")
    try folder.link("specs/link.mtl", to: "../secret.mtl")
    try folder.link("specs/linked", to: "..")
    for options in ["", "--data "] {
      try lint(options + "specs/a.mtl", in: folder, output: ["a.mtl:1:20: error[MTL512]"])
    }
    try lint("--fail-on error --allow-outside specs/a.mtl", in: folder, exit: 0)
  }

  /// A link among the specs of a folder shows no lines of files elsewhere.
  @Test func linksOutOfTheFolderArePassedOver() throws {
    let (folder, other) = (try Workplace(isEmpty: true), try Workplace(isEmpty: true))
    try other.write("secret = 1\n", to: "secret.txt")
    try folder.write(HouseSpec.clean, to: "a.mtl")
    try folder.link("b.mtl", to: other.file("secret.txt"))
    try lint(
      ".", in: folder, exit: 0,
      error: ["nothing found in 1 spec", "passed over `b.mtl`: what leads out of the folder"])
    try lint("*.mtl", in: folder, exit: 0, error: ["passed over `b.mtl`: "])
    try folder.link("c.mtl", to: other.file("secret.txt"))
    try lint(".", in: folder, exit: 0, error: ["passed over `b.mtl` and 1 more link: "])
    try lint("--allow-outside .", in: folder, output: ["b.mtl:1:1: error"])
    // Edits replace the link and leave what it leads to.
    try other.write(HouseSpec.constant, to: "secret.txt")
    try lint("--fix --allow-outside .", in: folder, exit: 0)
    #expect(other.text(other.file("secret.txt")) == HouseSpec.constant)
  }

  @Test func pipesAndFoldersAreNoSpecs() throws {
    let folder = try Workplace(isEmpty: true)
    try folder.write(HouseSpec.clean, to: "specs/a.mtl")
    try folder.write("import hidden from \"pipe.mtl\"\n\n" + HouseSpec.clean, to: "b.mtl")
    try folder.write("", to: "folder.mtl/note.txt")
    mkfifo(folder.file("specs/pipe.mtl"), 0o600)
    mkfifo(folder.file("pipe.mtl"), 0o600)
    mkfifo(folder.file("mtl.toml"), 0o600)
    try lint("--isolated specs folder.mtl", in: folder, exit: 0)
    try lint("--isolated pipe.mtl", in: folder, error: ["`pipe.mtl` is a pipe, not a file"])
    try lint("--isolated b.mtl", in: folder, output: ["b.mtl:1:20: error", "it is a pipe"])
    try lint("specs", in: folder, exit: 2, error: ["mtl.toml: it is a pipe, not a file"])
  }

  /// A pipe that nobody writes to would be waited for without end.
  @Test func pipesAreNeitherDataNorBaselines() throws {
    let folder = try Workplace(isEmpty: true)
    mkfifo(folder.file("pipe.csv"), 0o600)
    mkfifo(folder.file("pipe.json"), 0o600)
    try folder.write(HouseSpec.spec(source: "pipe.csv"), to: "a.mtl")
    try lint("--data a.mtl", in: folder, output: ["it is a pipe, not a file"])
    try lint(
      "--baseline pipe.json a.mtl", in: folder, exit: 2,
      error: ["pipe.json: it is a pipe, not a file"])
    try lint(
      "--config pipe.json a.mtl", in: folder, exit: 2,
      error: ["pipe.json: it is a pipe, not a file"])
  }

  @Test func largeAndDeepSpecsAreBounded() throws {
    let folder = try Workplace(isEmpty: true)
    try folder.write("", to: "large.mtl")
    #expect(truncate(folder.file("large.mtl"), 100_000_000) == 0)
    try lint("large.mtl", in: folder, error: ["large.mtl: the file is larger than the limit"])
    try folder.write("task a(b) { " + String(repeating: "(", count: 100_000), to: "deep.mtl")
    try folder.write("const a = " + String(repeating: "[", count: 100_000), to: "list.mtl")
    try lint("deep.mtl list.mtl", in: folder, output: ["deep.mtl:1", "list.mtl:1"])
    try folder.write("import b from \"two.mtl\"\nconst a = 1\n", to: "one.mtl")
    try folder.write("import a from \"one.mtl\"\nconst b = 1\n", to: "two.mtl")
    try lint("one.mtl", in: folder, output: ["import each other in a circle"])
    let imports = (0..<10_000).map { "import c\($0) from \"none\($0).mtl\"\n" }.joined()
    try folder.write(imports, to: "many.mtl")
    try lint("many.mtl", in: folder, output: ["many.mtl:"])
    for number in 0..<100 {
      try folder.write("const c\(number) = \(number)\n", to: "none\(number).mtl")
    }
    try lint("many.mtl", in: folder, output: ["the spec imports more than 64 files"])
  }

  @Test func hostileSettingsEndSoon() throws {
    let folder = try Workplace(isEmpty: true)
    let name = Array(repeating: "a", count: 40).joined(separator: "/") + "/aaaaaaaaaaaaaaaaaaab.mtl"
    try folder.write(HouseSpec.clean, to: name)
    func settings(_ text: String, exit: Int32 = 2, error: [String] = []) throws {
      try folder.write(text, to: "mtl.toml")
      try lint(".", in: folder, exit: exit, error: error)
    }
    let deep = String(repeating: "[", count: 100_000)
    try settings("lint.select = \(deep)", error: ["mtl.toml:1:31: lists stand too deep"])
    try settings(
      String(repeating: "# x\n", count: 1 << 19), error: ["mtl.toml: the file is larger"])
    let folders = String(repeating: "**/a/", count: 40)
    let stars = String(repeating: "*a", count: 5_000)
    try settings(
      "[lint]\nexclude = [\"\(folders)b\", \"\(stars)\", \"\(folders)*/**/*\(stars)\"]\n", exit: 0,
      error: ["nothing found in 1 spec"])
    try settings("[lint]\nexclude = [\"\", \"/\", \"**/\\u0000\"]\n", exit: 0)
    try Data([0x61, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: folder.file("mtl.toml")))
    try lint(".", in: folder, exit: 2, error: ["mtl.toml: the file is not UTF-8 text"])
  }
}
