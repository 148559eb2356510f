import Foundation
import MTLFormats
import Testing

/// Calls of `mtl diff`: what a version of a spec changes, and what that means.
struct DiffCommandTests {
  static let base = """
    const width = 8
    const rate = 0.01

    /// Two tasks.
    data people from csv("people.csv") {
        feature age, income: number
        label   group: category
        label   score: number
        split   random(validation: 20%, test: 20%)
    }

    shared trunk(people.features) {
        encode -> dense(width) -> relu
    }

    task group(trunk) {
        dense(classes(people.group))
        loss   cross_entropy(people.group)
        metric accuracy
    }

    task score(trunk) {
        dense(1)
        loss   mse(people.score)
        metric mae
    }

    train {
        optimizer adam(learning_rate: rate)
        epochs    3
    }

    """

  /// A folder with two versions, the new one with some of its texts replaced.
  private func folder(
    _ replacements: [(String, String)], base: String = base
  ) throws -> Workplace {
    let folder = try Workplace(isEmpty: true)
    var new = base
    for (old, text) in replacements {
      #expect(new.contains(old), "\(old)")
      new = new.replacingOccurrences(of: old, with: text)
    }
    try folder.write(base, to: "old.mtl")
    try folder.write(new, to: "new.mtl")
    return folder
  }

  @Test func whatIsWrittenOtherwiseMeansTheSame() throws {
    let folder = try folder([
      ("const width = 8\nconst rate = 0.01", "const rate = 1e-2"), ("/// Two tasks.", "// Others."),
      ("encode -> dense(width) -> relu", "encode\n    dense(8)\n    relu"),
      ("income: number\n", "income: number  // a year\n"),
      ("epochs    3", "epochs    3\n    batch     64"),
      ("mse(people.score)", "1 * mse(people.score)"),
    ])
    for options in ["", " --fail-on meaning", " --fail-on checkpoints"] {
      let outcome = try CommandCase("diff old.mtl new.mtl" + options).check(in: folder)
      #expect(outcome.output == "the two mean the same\n")
    }
  }

  /// A width changes what checkpoints hold; constants are shown with their values.
  @Test func widthsChangeCheckpoints() throws {
    let folder = try folder([("width = 8", "width = 16")])
    let outcome = try CommandCase("diff old.mtl new.mtl", exit: 1).check(in: folder)
    #expect(
      outcome.output == """
        changed shared trunk
          - dense(8)
          + dense(16)

        checkpoints: those of the old spec do not load, 4 parameters differ
          trunk.dense.weight: [2, 8] -> [2, 16]
          trunk.dense.bias: [8] -> [16]
          group.dense.weight: [8, classes(people.group)] -> [16, classes(people.group)]
          score.dense.weight: [8, 1] -> [16, 1]
        predictions: the same columns

        """)
    try CommandCase("diff old.mtl new.mtl --fail-on predictions").check(in: folder)
    try CommandCase("diff old.mtl new.mtl --fail-on checkpoints", exit: 1).check(in: folder)
    try CommandCase("diff old.mtl new.mtl --fail-on never").check(in: folder)
    try CommandCase("diff old.mtl old.mtl").check(in: folder)
  }

  @Test func renamedTasksChangePredictions() throws {
    let folder = try folder([("task score", "task points")])
    try CommandCase(
      "diff old.mtl new.mtl --fail-on predictions", exit: 1,
      output: [
        "added task points\n  + reads trunk\n  + dense(1)\n",
        "removed task score\n  - reads trunk\n",
        "points.dense.weight: [8, 1] is new", "score.dense.bias: [1] is gone",
        "predictions: other columns\n  points: number is new\n  score: number is gone\n",
      ]
    ).check(in: folder)
  }

  @Test func theOrderOfTasksIsThatOfColumns() throws {
    let parts = Self.base.components(separatedBy: "task ")
    let last = parts[2].components(separatedBy: "train ")
    let swapped = [parts[0], last[0], parts[1] + "train " + last[1]].joined(separator: "task ")
    let folder = try folder([])
    try folder.write(swapped, to: "new.mtl")
    try CommandCase(
      "diff old.mtl new.mtl", exit: 1,
      output: ["checkpoints: those of the old spec load\npredictions: the same columns in another"]
    ).check(in: folder)
  }

  /// What only training sees is shown, and fails where the meaning is asked for.
  @Test(arguments: [
    (
      "rate = 0.01", "rate = 0.02",
      "changed train\n  - optimizer adam(learning_rate: 0.01)\n  + opt"
    ),
    ("epochs    3", "steps     30", "  - epochs 3\n  + steps 30\n"),
    ("epochs    3", "epochs    3\n    seed      4", "  - seed 0\n  + seed 4\n"),
    ("validation: 20%", "validation: 30%", "  + split random(validation: 30%, test: 20%)\n"),
    ("\ntrain", "\nweighting dwa(temperature: 3)\n\ntrain", "  + dwa(temperature: 3)\n"),
    (
      "mse(people.score)", "0.5 * mse(people.score, where: people.age > 30)",
      "changed task score\n  - loss mse(people.score)\n  + loss 0.5 * mse(people.score, where: "
    ),
    (
      "income: number\n", "income: number(scale: min_max)\n",
      "  + feature income: number(scale: min"
    ),
    (
      "label   score: number", "label   score: number = log(age)",
      "  + label score: number = log(age)"
    ),
    (
      "\ntrain", "\nparameters trunk { rate 0.1 }\n\ntrain",
      "added parameters trunk\n  + rate 0.1\n"
    ),
    (
      "people.csv", "folk.csv",
      "changed data people\n  - from csv(\"people.csv\")\n  + from csv(\"folk"
    ),
    ("metric mae", "metric mae, r2", "changed task score\n  + metric r2\n"),
  ])
  func trainingIsShown(_ old: String, _ new: String, _ shown: String) throws {
    let folder = try folder([(old, new)])
    try CommandCase(
      "diff old.mtl new.mtl",
      output: [shown, "checkpoints: those of the old spec load\npredictions: the same columns\n"]
    ).check(in: folder)
    try CommandCase("diff old.mtl new.mtl --fail-on meaning", exit: 1).check(in: folder)
  }

  /// The members of a family that change alike are one change.
  @Test func familiesAreFolded() throws {
    let labels = """
      data arm from synthetic(rows: 300, seed: 3) {
          feature x: number
          label   a1..a20: number = x
      }

      task joint(arm.features) for angle in arm.labels {
          encode -> dense(4) -> relu -> dense(1)
          loss   mse(angle)
          metric r2
      }

      """
    let folder = try folder([("dense(4)", "dense(8)"), ("r2", "mae")], base: labels)
    let outcome = try CommandCase("diff old.mtl new.mtl", exit: 1).check(in: folder)
    #expect(
      outcome.output == """
        changed task joint, 20 members from joint[a1] on
          - dense(4)
          - metric r2
          + dense(8)
          + metric mae

        checkpoints: those of the old spec do not load, 60 parameters differ
          joint[*].dense.weight: [1, 4] -> [1, 8], for 20 members
          joint[*].dense.bias: [4] -> [8], for 20 members
          joint[*].dense_2.weight: [4, 1] -> [8, 1], for 20 members
        predictions: the same columns

        """)
    try folder.write(labels.replacingOccurrences(of: "a1..a20", with: "a1..a19"), to: "new.mtl")
    try CommandCase(
      "diff old.mtl new.mtl", exit: 1,
      output: ["removed task joint[a20]\n", "  joint[a20]: number is gone\n"]
    ).check(in: folder)
    try folder.write(labels.replacingOccurrences(of: "a1..a20", with: "b1..b20"), to: "new.mtl")
    let renamed = try CommandCase(
      "diff old.mtl new.mtl", exit: 1,
      output: ["predictions: other columns\n  joint[*]: number is new, for 20 members\n"]
    ).check(in: folder)
    #expect(renamed.output.split(separator: "\n").count < 80)
  }

  @Test func jsonIsForPrograms() throws {
    let folder = try folder([("width = 8", "width = 16"), ("task score", "task points")])
    let outcome = try CommandCase("diff --format json old.mtl new.mtl", exit: 1).check(in: folder)
    let json = try JSONValue.parse(bytes: Array(outcome.output.utf8), name: "output")
    #expect(json["checkpoints_load"]?.bool == false)
    #expect(json["predictions_same"]?.bool == false)
    #expect(json["predictions_reordered"]?.bool == false)
    #expect(json["changes"]?[0]?["kind"]?.string == "changed")
    #expect(json["changes"]?[0]?["subject"]?.string == "shared trunk")
    #expect(json["changes"]?[0]?["added"]?[0]?.string == "dense(16)")
    #expect(json["parameters"]?[0]?["before"]?.string == "[2, 8]")
    #expect(json["outputs"]?[0]?["before"]?.isNull == true)
    let same = try CommandCase("diff --format json old.mtl old.mtl").check(in: folder)
    let nothing = try JSONValue.parse(bytes: Array(same.output.utf8), name: "output")
    #expect(nothing["changes"]?[0] == nil && nothing["checkpoints_load"]?.bool == true)
  }

  @Test func callsAreJudged() throws {
    let folder = try folder([])
    try folder.write(HouseSpec.broken, to: "broken.mtl")
    for sample in [
      CommandCase("diff old.mtl", exit: 2, error: ["compares two files", "--against REVISION"]),
      CommandCase("diff", exit: 2, error: ["`mtl diff` needs"]),
      CommandCase("diff old.mtl new.mtl --against HEAD", exit: 2, error: ["compares two files"]),
      CommandCase("diff old.mtl new.mtl --fail-on change", exit: 2, error: ["not `change`"]),
      CommandCase("diff old.mtl new.mtl --format xml", exit: 2, error: ["not `xml`"]),
      CommandCase("diff old.mtl none.mtl", exit: 1, error: ["none.mtl: cannot read the file"]),
      CommandCase("diff old.mtl broken.mtl", exit: 1, error: [" --> broken.mtl:3", "3 errors"]),
      CommandCase("diff old.mtl --against HEAD", exit: 1, error: ["not a git repository"]),
      CommandCase("diff old.mtl --against=--output=x", exit: 2, error: ["is no revision"]),
      CommandCase("diff old.mtl --against=", exit: 2, error: ["is no revision"]),
      CommandCase("diff old.mtl --against HEAD:old.mtl", exit: 2, error: ["is no revision"]),
    ] { try sample.check(in: folder) }
  }

  // MARK: Revisions

  /// Runs git in a folder, without what its user has set up; answers whether it did what it was to do.
  private func git(_ arguments: String, in folder: Workplace) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "git", "-C", folder.path, "-c", "user.name=n", "-c", "user.email=e", "-c",
        "commit.gpgsign=0",
      ]
      + arguments.split(separator: " ").map { String($0) }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// What is compared and tuned is said, and no part of a checkpoint.
  @Test func experimentsAreCompared() throws {
    let compare = "compare {\n    methods equal, dwa(temperature: 2)\n    seeds   3\n}\n"
    let tune = "tune {\n    vary   width in 4..16\n    trials 8\n}\n"
    let base = Self.base + compare
    let folder = try folder(
      [
        (
          "equal, dwa(temperature: 2)", "equal,\n        dwa(temperature: 2), uncertainty -> pcgrad"
        ),
        ("seeds   3", "seeds   5"),
      ], base: base)
    let text = """
      changed compare
        - seeds 3
        + methods uncertainty -> pcgrad
        + seeds 5

      checkpoints: those of the old spec load
      """
    try CommandCase("diff old.mtl new.mtl", output: [text]).check(in: folder)
    try CommandCase("diff old.mtl new.mtl --fail-on meaning", exit: 1).check(in: folder)
    try folder.write(base + "\n" + tune, to: "new.mtl")
    try CommandCase(
      "diff old.mtl new.mtl", output: ["added tune\n  + vary width in 4..16\n  + trials 8\n"]
    ).check(in: folder)
    try folder.write(
      base.replacingOccurrences(of: "equal, dwa", with: "equal,\n    dwa"), to: "new.mtl")
    try CommandCase("diff old.mtl new.mtl", output: ["the two mean the same"]).check(in: folder)
  }

  @Test func revisionsAreCompared() throws {
    let folder = try Workplace(isEmpty: true)
    let spec =
      "import width from \"parts/sizes.mtl\"\n\n"
      + Self.base.replacingOccurrences(of: "const width = 8\n", with: "")
    try folder.write(spec, to: "specs/a.mtl")
    try folder.write("const width = 8\n", to: "specs/parts/sizes.mtl")
    guard git("init -q", in: folder), git("add .", in: folder), git("commit -q -m x", in: folder)
    else { return }
    try CommandCase("diff specs/a.mtl --against HEAD", output: ["mean the same"]).check(in: folder)
    // What is imported is that of the revision too.
    try folder.write("const width = 16\n", to: "specs/parts/sizes.mtl")
    try CommandCase(
      "diff specs/a.mtl --against HEAD", exit: 1, output: ["  - dense(8)\n  + dense(16)\n"]
    ).check(in: folder)
    try folder.write(Self.base, to: "specs/new.mtl")
    try CommandCase(
      "diff specs/new.mtl --against HEAD", exit: 1,
      error: ["`new.mtl` of `HEAD` cannot be read: fatal: "]
    ).check(in: folder)
    try CommandCase("diff specs/a.mtl --against none", exit: 1, error: ["of `none` cannot be read"])
      .check(in: folder)
    #expect(git("add .", in: folder) && git("commit -q -m y", in: folder))
    try CommandCase("diff specs/a.mtl --against HEAD").check(in: folder)
    try CommandCase("diff specs/a.mtl --against HEAD~1", exit: 1).check(in: folder)
  }
}
