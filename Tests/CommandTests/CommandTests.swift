import Foundation
import MTLFormats
import Testing

/// Calls of the built program: exit codes and what they say.
struct CommandTests {
  static let usage = [
    CommandCase("", exit: 2, error: ["mtl checks and trains multi-task models", "mtl train SPEC"]),
    CommandCase("help", output: ["mtl checks and trains multi-task models", "Exit codes:"]),
    CommandCase("--help", output: ["mtl evaluate RUN"]),
    CommandCase("help train", output: ["mtl train SPEC | --resume RUN", "--epochs N"]),
    CommandCase("train --help", output: ["--resume RUN"]),
    CommandCase("--version", output: ["mtl "]),
    CommandCase("help trian", exit: 2, error: ["did you mean `mtl train`?"]),
    CommandCase(
      "trian people.mtl", exit: 2, error: ["no command `trian`", "did you mean `mtl train`?"]),
    CommandCase("people.mtl", exit: 2, error: ["did you mean `mtl train people.mtl`"]),
    CommandCase(
      "check --formt json people.mtl", exit: 2,
      error: ["`mtl check` has no option `--formt`", "did you mean `--format`?"]),
    CommandCase("check -f people.mtl", exit: 2, error: ["has no option `-f`"]),
    CommandCase("check", exit: 2, error: ["`mtl check` needs SPEC..."]),
    CommandCase("check --format xml people.mtl", exit: 2, error: ["not `xml`"]),
    CommandCase("check people.mtl --format", exit: 2, error: ["`--format` needs a value"]),
    CommandCase("check --data=yes people.mtl", exit: 2, error: ["`--data` takes no value"]),
    CommandCase("train", exit: 2, error: ["takes a spec, or a run to resume"]),
    CommandCase("train a.mtl b.mtl", exit: 2, error: ["takes only SPEC"]),
    CommandCase("train --epochs 0 people.mtl", exit: 2, error: ["not `0`"]),
    CommandCase("train --epochs two people.mtl", exit: 2, error: ["not `two`"]),
    CommandCase("train --epochs 1 --steps 1 people.mtl", exit: 2, error: ["not both"]),
    CommandCase("train --isa sse people.mtl", exit: 2, error: ["no instruction set `sse`"]),
    CommandCase("train --resume runs --seed 3", exit: 2, error: ["`--seed` cannot change"]),
    CommandCase(
      "train --resume runs --watch-gradients 3", exit: 2,
      error: ["`--watch-gradients` cannot change"]),
    CommandCase("train people.mtl --watch-gradients 0", exit: 2, error: ["not `0`"]),
    CommandCase("train people.mtl --resume runs", exit: 2, error: ["a spec, or a run to resume"]),
    CommandCase("dump --stage plam people.mtl", exit: 2, error: ["`plan`, not `plam`"]),
    CommandCase("explain densee", exit: 2, error: ["did you mean `mtl explain dense`?"]),
    CommandCase("plan", exit: 2, error: ["`mtl plan` needs SPEC"]),
    CommandCase("plan --epochs 1 --steps 1 people.mtl", exit: 2, error: ["not both"]),
    CommandCase("bench --steps 0 people.mtl", exit: 2, error: ["not `0`"]),
    CommandCase("predict runs", exit: 2, error: ["needs RUN DATA"]),
  ]

  static let inputs = [
    CommandCase("check people.mtl", error: ["the spec is right"]),
    CommandCase("check people.mtl column.mtl", error: ["all 2 specs are right"]),
    CommandCase("check --data people.mtl", error: ["the spec is right"]),
    CommandCase("check --shapes people.mtl", output: ["dense(8)", "Float[8]"]),
    CommandCase("check none.mtl", exit: 1, error: ["none.mtl: cannot read the file: there is no"]),
    CommandCase("check .", exit: 1, error: ["it is a folder, not a file"]),
    CommandCase("check syntax.mtl", exit: 1, error: ["--> syntax.mtl:9:10", "1 error"]),
    CommandCase("check --format concise syntax.mtl", exit: 1, output: ["syntax.mtl:9:10: error["]),
    CommandCase(
      "check --format concise syntax.mtl shape.mtl", exit: 1,
      output: ["syntax.mtl:9:10: error[", "shape.mtl:9:5: error["]),
    CommandCase(
      "check --data cell.mtl", exit: 1,
      error: ["`twelve` at `cell.csv:3:3` is not a number", "--> cell.mtl:4:11"]),
    CommandCase("train cell.mtl", exit: 1, error: ["`twelve` at `cell.csv:3:3` is not a number"]),
    CommandCase(
      "check --data column.mtl", exit: 1,
      error: [
        "`cell.csv` has no column `z`", "--> column.mtl:4:11",
      ]),
    CommandCase(
      "train missing.mtl", exit: 1, error: ["none.csv", "--> missing.mtl:3:22"]),
    CommandCase("train outside.mtl", exit: 1, error: ["outside", "--> outside.mtl:3:22"]),
    CommandCase("evaluate none", exit: 1, error: ["there is no run `none`"]),
    CommandCase("train --resume none", exit: 1, error: ["there is no run `none`"]),
    CommandCase("fmt --check people.mtl"),
    CommandCase("fmt --check loose.mtl", exit: 1, error: ["loose.mtl is not formatted"]),
    CommandCase("fmt --diff people.mtl"),
    CommandCase(
      "fmt --diff loose.mtl syntax.mtl people.mtl", exit: 1,
      output: ["--- a/loose.mtl\n+++ b/loose.mtl\n@@ -1,12 +1,12 @@\n"],
      error: ["loose.mtl is not formatted", "--> syntax.mtl:9:10"]),
    CommandCase("fmt --check syntax.mtl", exit: 1, error: ["--> syntax.mtl:9:10"]),
    CommandCase("dump people.mtl", output: ["(model people)"]),
    CommandCase("dump --stage model people.mtl", output: ["model people", "feature age: number"]),
    CommandCase("dump --stage graph people.mtl", output: ["matrix_product"]),
    CommandCase("dump --stage gradients people.mtl", output: ["optimizer step_size"]),
    CommandCase("dump --stage optimized people.mtl", output: ["matrix_product"]),
    CommandCase("dump --stage plan people.mtl", output: ["matrixProduct"]),
    CommandCase("explain dense", output: ["dense (layer)", "required"]),
    CommandCase("explain mae", output: ["mae (loss)", "mae (metric)"]),
    CommandCase(
      "explain mgda",
      output: [
        "mgda (weighting)", "(Désidéri, 2012", "use it: ", "level: ", "cost: ",
        "keeps: Nothing from step to step", "at: ", "parameters unless given",
        "    weighting mgda", "data digits",
      ]),
    CommandCase("explain dwa", output: ["keeps: 4 K + 1 numbers from step to step for K tasks"]),
    CommandCase("explain moco", output: ["keeps: K P + K + 1 numbers from step to step"]),
    CommandCase(
      "explain adatask",
      output: [
        "keeps: 2 K P + K numbers from step to step for K tasks that share P numbers with `adam`"
      ]
    ),
    CommandCase("explain uncertainty", output: ["keeps: K numbers that the optimizer moves"]),
    CommandCase("explain", output: ["layers", "diagnostics"]),
  ]

  @Test(arguments: usage)
  func wrongUsageIsExplained(_ sample: CommandCase) throws {
    try sample.check(in: Workplace())
  }

  @Test(arguments: inputs)
  func inputsAreJudged(_ sample: CommandCase) throws {
    try sample.check(in: Workplace())
  }

  @Test func diagnosticsAreJSON() throws {
    let folder = try Workplace()
    let wrong = try Program.run(["check", "--format", "json", "syntax.mtl"], in: folder)
    let json = try JSONValue.parse(bytes: Array(wrong.output.utf8), name: "output")
    #expect(wrong.exitCode == 1)
    #expect(json[0]?["file"]?.string == "syntax.mtl")
    #expect(json[0]?["line"]?.integer == 9)
    #expect(json[0]?["column"]?.integer == 10)
    let right = try Program.run(["check", "--format", "json", "people.mtl"], in: folder)
    #expect(right.output == "[]\n")
  }

  @Test func fmtRewritesFiles() throws {
    let folder = try Workplace()
    try CommandCase("fmt loose.mtl people.mtl", error: ["formatted loose.mtl"]).check(in: folder)
    let formatted = folder.text(folder.file("loose.mtl"))
    try CommandCase("fmt --check loose.mtl").check(in: folder)
    try CommandCase("fmt loose.mtl").check(in: folder)
    #expect(folder.text(folder.file("loose.mtl")) == formatted)
  }

  @Test func fmtShowsWhatWouldChange() throws {
    let folder = try Workplace()
    let before = folder.text(folder.file("loose.mtl"))
    for path in ["loose.mtl", "-"] {
      let outcome = try Program.run(["fmt", "--diff", path], in: folder, inputPath: "loose.mtl")
      let name = path == "-" ? "<stdin>" : path
      #expect(outcome.exitCode == 1)
      #expect(outcome.output == "--- a/\(name)\n+++ b/\(name)\n" + Self.changes)
    }
    #expect(folder.text(folder.file("loose.mtl")) == before)
  }

  private static let changes = """
    @@ -1,12 +1,12 @@
     model cell
     
     data points from csv("cell.csv") {
    -    label y: number
    +    label   y: number
         feature x: number
     }
     
     task y(points.features) {
         encode
    -    dense( 1 )
    +    dense(1)
         loss mse(points.y)
     }

    """

  /// What cannot be written is said, and nothing is left of it.
  @Test(arguments: ["help", "dump people.mtl", "check --shapes people.mtl", "explain"])
  func fullOutputIsAnError(_ arguments: String) throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let folder = try Workplace()
    let outcome = try Program.run(
      arguments.split(separator: " ").map { String($0) }, in: folder, outputPath: "/dev/full")
    #expect(outcome.exitCode == 1)
    #expect(outcome.error.contains("standard output cannot be written: No space left on device"))
  }
}
