import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// A row without a label takes no part in what its task learns.
struct LabelTests {
  /// Points of which every third has no label, or a mask that is false.
  private static let points = (0..<30).map { row in
    (x: row % 7 - 3, y: row * 5 % 11, isKept: row % 3 != 1)
  }

  private static var labelled: [(x: String, y: String, keep: String)] {
    points.filter(\.isKept).map { ("\($0.x)", "\($0.y)", "1") }
  }

  private static var missing: [(x: String, y: String, keep: String)] {
    points.map { ("\($0.x)", $0.isKept ? "\($0.y)" : "", "1") }
  }

  private static var masked: [(x: String, y: String, keep: String)] {
    points.map { ("\($0.x)", $0.isKept ? "\($0.y)" : "1e30", $0.isKept ? "1" : "0") }
  }

  /// The loss of the first step and the parameters after some, all rows in one batch.
  private func outcome(of sample: Sample) throws -> (losses: [Float], parameters: [Float]) {
    let bench = try Workbench()
    try bench.write(sample)
    let session = try bench.session()
    let losses = try (0..<5).map { step in
      session.step(step, learningRate: 0.01)
      return try #require(session.taskLoss(0)?.loss)
    }
    return (losses, session.parameters.sorted { $0.key < $1.key }.flatMap(\.value))
  }

  private func expectClose(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)))
    }
  }

  @Test(arguments: [
    Sample.line(rows: missing),
    Sample.line(rows: masked, loss: "mse(points.y, where: points.keep)"),
  ])
  func rowsWithoutLabelChangeNothing(_ sample: Sample) throws {
    let expected = try outcome(of: Sample.line(rows: Self.labelled))
    let found = try outcome(of: sample)
    expectClose(found.losses, expected.losses)
    expectClose(found.parameters, expected.parameters)
  }

  /// The scale of a label is that of the rows that have it.
  @Test func scalesAreOfLabelledRows() throws {
    let expected = try outcome(of: Sample.line(rows: Self.labelled, scale: "standard"))
    let found = try outcome(of: Sample.line(rows: Self.missing, scale: "standard"))
    expectClose(found.parameters, expected.parameters)
  }

  /// Two tasks of one data set, the second of which has a label in one row in sixteen.
  private static let rare: Sample = {
    let spec = """
      model rare

      data points from csv("points.csv") {
          feature x: number(scale: none)
          label y: number(scale: none)
          label z: number(scale: none)
          split random(validation: 0%, test: 0%)
      }

      task often(points.features) {
          encode
          dense(1)
          loss mse(points.y)
      }

      task seldom(points.features) {
          encode
          dense(1)
          loss mse(points.z)
          metric mae
      }

      weighting uncertainty

      train {
          optimizer sgd(learning_rate: 0.1)
          batch 4
          epochs 2
      }

      """
    let rows = (0..<32).map { "\(Double($0) / 16 - 1),\($0 % 3),\($0 % 16 == 7 ? "2" : "")" }
    return Sample(spec: spec, files: ["points.csv": "x,y,z\n" + rows.joined(separator: "\n")])
  }()

  @Test func aBatchWithoutALabelLeavesTheTaskAlone() throws {
    let bench = try Workbench()
    try bench.write(Self.rare)
    let session = try bench.session()
    let own = ["seldom.dense.weight", "seldom.dense.bias", "weighting.seldom.log_variance"]
    var absences = 0
    for step in 0..<session.stepsPerEpoch {
      let before = session.parameters
      session.step(step, learningRate: 0.1)
      let after = session.parameters
      let isPresent = session.taskLoss(1)?.loss != nil
      for name in own {
        #expect((before[name] == after[name]) == !isPresent, "\(name) in step \(step)")
      }
      #expect(
        before["weighting.often.log_variance"] != after["weighting.often.log_variance"])
      if !isPresent { absences += 1 }
    }
    #expect(absences > 0 && absences < session.stepsPerEpoch)
  }

  /// The mean training loss is over the steps that had the label.
  @Test func reportsAreOfTheStepsWithALabel() throws {
    let bench = try Workbench()
    try bench.write(Self.rare)
    let run = try bench.start()
    var losses: [Double] = []
    let result = try run.train(shouldStop: { false }) { event in
      switch event {
      case .step:
        if let loss = run.session.taskLoss(1)?.loss { losses.append(Double(loss)) }
      case .epoch(let report):
        let mean = losses.reduce(0, +) / Double(losses.count)
        #expect(abs((report.tasks[1].trainingLoss ?? .nan) - mean) <= 1e-12 * mean)
        losses = []
      }
    }
    #expect(result.end == .completed)
    #expect(run.session.evaluate(.train)[1].rows == 2)
  }
}

extension Sample: CustomTestStringConvertible {
  var testDescription: String {
    spec.split(separator: "\n").first { $0.contains("loss") }.map { String($0) } ?? spec
  }
}
