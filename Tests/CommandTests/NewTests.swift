import Foundation
import Testing

/// Specs that `mtl new` writes: they are formatted, right, and train as they are.
struct NewTests {
  static let requests = [
    CommandCase(
      "new", error: ["wrote first.mtl", "mtl check --data first.mtl", "mtl train first.mtl"]),
    CommandCase("new visits", error: ["wrote visits.mtl"]),
    CommandCase("new visits.mtl", error: ["wrote visits.mtl"]),
    CommandCase("new --output -", output: ["model first", "synthetic(rows:"], error: ["next: "]),
    CommandCase("new visits --output -", output: ["model visits"]),
    CommandCase("new visits --output other.mtl", error: ["wrote other.mtl"]),
    CommandCase(
      "new --from people.csv --output -",
      output: ["model people", "csv(\"people.csv\")", "feature age, income: number"]),
    CommandCase("new a b", exit: 2, error: ["takes only [NAME]"]),
    CommandCase("new specs/first", exit: 2, error: ["is not the name of a spec", "--output FILE"]),
    CommandCase("new train --output -", exit: 2, error: ["a word of the language"]),
    CommandCase("new people", exit: 1, error: ["`people.mtl` exists already", "`--force`"]),
    CommandCase("new --from people.csv", exit: 1, error: ["`people.mtl` exists already"]),
    CommandCase("new people --force", error: ["wrote people.mtl"]),
    CommandCase("new --from none.csv", exit: 1, error: ["none.csv: cannot read the file"]),
    CommandCase("new --from .", exit: 1, error: ["it is a folder, not a file"]),
    CommandCase(
      "new --from people.csv --output none/x.mtl", exit: 1, error: ["there is no folder `none`"]),
    CommandCase(
      "new --from people.csv --output people.csv --force", exit: 2,
      error: ["`people.csv` is the table itself"]),
    CommandCase("new --output none/x.mtl", exit: 1, error: ["cannot write the file"]),
    CommandCase("new --frm people.csv", exit: 2, error: ["did you mean `--from`?"]),
  ]

  @Test(arguments: requests)
  func requestsAreJudged(_ sample: CommandCase) throws {
    try sample.check(in: Workplace())
  }

  @Test func theFirstSpecTrains() throws {
    let folder = try Workplace()
    try CommandCase("new").check(in: folder)
    try checkSpec("first.mtl", in: folder)
    let outcome = try CommandCase("train first.mtl --epochs 5", error: ["2 tasks"]).check(
      in: folder)
    #expect(outcome.output.contains("spending r2"))
  }

  /// Checks a spec's style and its data, and that it trains; what follows are options.
  private func checkSpec(
    _ name: String, in folder: Workplace, options: String = ""
  ) throws {
    let spec = folder.text(folder.file(name))
    for command in [
      "fmt --check \(name)", "check \(name)", "check --data \(options) \(name)",
      "train --quiet --epochs 1 \(options) \(name)",
    ] {
      let words = command.split(separator: " ").map { String($0) }
      let outcome = try Program.run(words, in: folder)
      #expect(outcome.exitCode == 0, "\(command): \(outcome.error)\n\(spec)")
    }
  }

  // MARK: Tables

  @Test(arguments: TableCase.all)
  func tablesAreGuessed(_ sample: TableCase) throws {
    let folder = try Workplace()
    try Data(sample.text.utf8).write(to: URL(fileURLWithPath: folder.file("table.csv")))
    let outcome = try Program.run(["new", "--from", "table.csv"], in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.error)")
    let spec = folder.text(folder.file("table.mtl"))
    let lines = spec.split(separator: "\n").map { $0.drop { $0 == " " } }
    for line in sample.lines {
      #expect(lines.contains(line[...]), "there is no line `\(line)` in\n\(spec)")
    }
    try checkSpec("table.mtl", in: folder)
  }

  @Test(arguments: BadTable.all)
  func whatIsNoTableIsSaid(_ sample: BadTable) throws {
    let folder = try Workplace()
    try Data(sample.bytes).write(to: URL(fileURLWithPath: folder.file("table.csv")))
    let outcome = try Program.run(["new", "--from", "table.csv"], in: folder)
    #expect(outcome.exitCode == 1)
    #expect(outcome.error.contains(sample.message), "\(outcome.error)")
    #expect(outcome.error.utf8.count < 1000)
    #expect(!FileManager.default.fileExists(atPath: folder.file("table.mtl")))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasPrefix(".mtl-") })
  }

  // MARK: Places

  @Test func tablesBelowTheSpecAreNamedByTheirPath() throws {
    let folder = try Workplace()
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: folder.file("data sets"), withIntermediateDirectories: true)
    try manager.copyItem(
      atPath: folder.file("people.csv"), toPath: folder.file("data sets/people 2.csv"))
    let outcome = try Program.run(["new", "x", "--from", "data sets/people 2.csv"], in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.error)")
    #expect(folder.text(folder.file("x.mtl")).contains("csv(\"data sets/people 2.csv\")"))
    try checkSpec("x.mtl", in: folder)
  }

  @Test func tablesElsewhereNeedADataRoot() throws {
    let folder = try Workplace()
    try FileManager.default.createDirectory(
      atPath: folder.file("specs"), withIntermediateDirectories: true)
    try CommandCase(
      "new --from ./people.csv --output specs/x.mtl",
      error: [
        "next: mtl check --data --data-root . specs/x.mtl", "mtl train --data-root . specs/x.mtl",
      ]
    ).check(in: folder)
    #expect(folder.text(folder.file("specs/x.mtl")).contains("csv(\"people.csv\")"))
    try checkSpec("specs/x.mtl", in: folder, options: "--data-root .")
  }

  // MARK: Real tables

  @Test(
    .enabled(if: RealData.folder != nil, "the folder of real data sets is not there"),
    arguments: [
      ("ai4i2020/ai4i2020.csv.gz", "`Machine failure`, TWF, HDF, PWF, OSF, RNF: flag"),
      ("bike-sharing/hour.csv.gz", "casual, registered, cnt: number"),
      ("energy-efficiency/ENB2012_data.csv", "Y1, Y2: number"),
      ("optdigits/optdigits.tes.csv.gz", "digit: category(10)"),
      ("recsys-samples/aliexpress_train_sample.csv", "click, conversion: flag"),
      ("sarcos/sarcos_inv_test.csv.gz", "torque1..torque7: number"),
      ("school/school.csv.gz", "score: number"),
      ("student-performance/student-mat.csv", "G1..G3: number"),
    ])
  func realTablesAreGuessed(_ table: String, _ labels: String) throws {
    let folder = try Workplace()
    let path = "\(RealData.folder ?? "")/\(table)"
    let outcome = try Program.run(["new", "x", "--from", path], in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.error)")
    let spec = folder.text(folder.file("x.mtl"))
    #expect(spec.contains("label   \(labels)\n"), "\(spec)")
    let root = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    try checkSpec("x.mtl", in: folder, options: "--data-root \(root)")
  }
}
