import MTL
import MTLCatalogue
import MTLFormats
import MTLRuntime
import Testing

/// What finished runs say of rows: metrics and predictions.
struct PredictionTests {
  /// A run of `people`, and the parts of its predictions for its own table.
  private func predict(
    _ bench: Workbench, withProbabilities: Bool = false
  ) throws -> (header: [String], rows: [[String]]) {
    try bench.write(Sample.people(epochs: 2))
    let run = try bench.train()
    let text = try Predictor(run.folder.path, options: bench.options())
      .predict(bench.path("people.csv"), withProbabilities: withProbabilities)
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
    return (try #require(lines.first), Array(lines.dropFirst()))
  }

  @Test func evaluationGivesTheTrainersNumbers() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let run = try bench.train()
    let finished = try FinishedRun(run.folder.path, options: bench.options())
    try finished.loadBest()
    #expect(finished.session.evaluate(.test).map { $0.json } == run.result.test.map { $0.json })
    let best = try #require(run.epochs.last { $0.isBest })
    let validation = finished.session.evaluate(.validation)
    #expect(validation.map { $0.loss } == best.tasks.map { $0.loss })
    #expect(validation.map { $0.rows } == best.tasks.map { $0.rows })
  }

  @Test func predictionsHaveAColumnForEachOutput() throws {
    let bench = try Workbench()
    let (header, rows) = try predict(bench)
    #expect(header == ["group", "member", "score"])
    #expect(rows.count == 90)
    #expect(rows.allSatisfy { $0.count == 3 })
    #expect(rows.allSatisfy { ["middle", "old", "young"].contains($0[0]) })
    #expect(rows.allSatisfy { (0...1).contains(Double($0[1]) ?? .nan) })
    // Scores lie around 2400 in the file.
    #expect(rows.allSatisfy { (1500...3500).contains(Double($0[2]) ?? .nan) })
  }

  @Test func classesOfPlacesStandInOneCell() throws {
    let bench = try Workbench()
    try bench.write("spec.mtl", Self.places)
    let run = try bench.train()
    let pixels = (0..<4).map { "p\($0)" }
    try bench.write(
      "new.csv", pixels.joined(separator: ",") + "\n0.1,0.2,0.3,0.4\n1,1,1,1\n0,0,0,0\n")
    let predictor = try Predictor(run.folder.path, options: bench.options())
    let lines = try predictor.predict(bench.path("new.csv"), withProbabilities: true)
      .split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines[0] == ["kind", "kind[0]", "kind[1]", "kind[2]"])
    #expect(lines.count == 4)
    for line in lines.dropFirst() {
      let cells = line.map { $0.split(separator: " ") }
      #expect(cells.map { $0.count } == [4, 4, 4, 4])
      for place in 0..<4 {
        let numbers = cells.dropFirst().compactMap { Double($0[place]) }
        #expect(abs(numbers.reduce(0, +) - 1) < 1e-5)
        let best = try #require(numbers.indices.max { numbers[$0] < numbers[$1] })
        #expect(cells[0][place] == "\(best)")
      }
    }
  }

  /// One of three classes for each pixel of a picture of 2 x 2.
  private static let places = """
    data d from synthetic(rows: 60) {
        column  p0..p3: number
        column  k0..k3: category(3)
        feature image: pixels(height: 2, width: 2, range: 0..1) = p0..p3
        label   kind: categories(2, 2, classes: 3) = k0..k3
    }
    shared trunk(d.image) { conv(4, kernel: 1) -> relu }
    task kind(trunk) {
        conv(3, kernel: 1)
        loss   cross_entropy(d.kind)
        metric accuracy, macro_f1, auc, top_k(k: 2), log_loss
    }
    train { epochs 2 }

    """

  @Test func probabilitiesOfClassesSumToOne() throws {
    let bench = try Workbench()
    let (header, rows) = try predict(bench, withProbabilities: true)
    let classes = ["middle", "old", "young"]
    #expect(header == ["group"] + classes.map { "group[\($0)]" } + ["member", "score"])
    for row in rows {
      let numbers = row[1...3].compactMap { Double($0) }
      #expect(abs(numbers.reduce(0, +) - 1) < 1e-5)
      let best = try #require(numbers.indices.max { numbers[$0] < numbers[$1] })
      #expect(row[0] == classes[best])
    }
  }

  /// A file may lack the labels; its rows are predicted alike in whatever order they stand.
  @Test func predictionsNeedFeaturesOnly() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 2))
    let run = try bench.train()
    try bench.write("new.csv", "kind,income,age\nred,1500,20\nblue,4000,70\nred,1500,20\n")
    try bench.write("none.csv", "kind,income,age\n")
    let predictor = try Predictor(run.folder.path, options: bench.options())
    let lines = try predictor.predict(bench.path("new.csv"), withProbabilities: false)
      .split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1] == lines[3])
    #expect(lines[1] != lines[2])
    let none = failure {
      _ = try predictor.predict(bench.path("none.csv"), withProbabilities: false)
    }
    #expect(none.contains("has no rows"))
  }

  /// The data that a model was trained on are not needed to use it.
  @Test func predictionsDoNotNeedTheTrainingData() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 2))
    let run = try bench.train()
    let table = try FileBytes.read(bench.path("people.csv"), limit: 1 << 20)
    let predictor = try Predictor(run.folder.path, options: bench.options())
    let before = try predictor.predict(bench.path("people.csv"), withProbabilities: false)
    try AtomicFile.write(table, to: bench.path("moved.csv"))
    try bench.write("people.csv", "nothing\n")
    let after = try Predictor(run.folder.path, options: bench.options())
      .predict(bench.path("moved.csv"), withProbabilities: false)
    #expect(before == after)
  }

  /// The metric of a scaled label is that of the predictions in the file's units.
  @Test func numbersAreInTheUnitsOfTheFile() throws {
    let bench = try Workbench()
    let labels = (0..<40).map { Double(1000 + 50 * ($0 * 7 % 13)) }
    let rows = labels.enumerated().map { row, label in
      (x: "\(Double(row * 7 % 13) / 6 - 1)", y: "\(label)", keep: "1")
    }
    try bench.write(Sample.line(rows: rows, scale: "standard", batch: 8, epochs: 3))
    let run = try bench.train()
    let finished = try FinishedRun(run.folder.path, options: bench.options())
    try finished.loadBest()
    let report = try #require(finished.session.evaluate(.train).first)
    let predicted = try Predictor(run.folder.path, options: bench.options())
      .predict(bench.path("points.csv"), withProbabilities: false)
      .split(separator: "\n").dropFirst().compactMap { Double($0) }
    #expect(predicted.count == labels.count)
    let error = zip(predicted, labels).reduce(0) { $0 + abs($1.0 - $1.1) } / 40
    let metric = try #require(report.value(of: "mae"))
    #expect(abs(metric - error) <= 1e-4 * error)
    #expect(error > 1)
    // The loss is that of scaled labels.
    #expect(try #require(report.loss) < 2)
  }
}
