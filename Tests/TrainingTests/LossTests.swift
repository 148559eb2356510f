import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// What holds of every loss: rows without a label change nothing, and training makes it smaller.
struct LossTests {
  /// A loss with the type of its label, from 0 to 3 or 0 and 1, and the width of its head.
  struct Use: Sendable, CustomTestStringConvertible {
    let loss: String
    let type: String
    let width: Int

    var testDescription: String { loss }
  }

  static let uses =
    ["mse(points.y)", "huber(points.y)", "poisson(points.y)"].map {
      Use(loss: $0, type: "number(scale: none)", width: 1)
    }
    + [
      "cross_entropy(points.y)", "focal(points.y)",
      "cross_entropy(points.y, class_weights: [1, 2, 0.5, 3], label_smoothing: 0.1)",
    ].map { Use(loss: $0, type: "category(4)", width: 4) }
    + ["contrastive(points.y, temperature: 0.5)", "triplet(points.y)"].map {
      Use(loss: $0, type: "category(4)", width: 5)
    }
    + [Use(loss: "corn(points.y)", type: "category(4)", width: 3)]
    + [
      "binary_cross_entropy(points.y, pos_weight: 3, label_smoothing: 0.1)", "focal(points.y)",
      "hinge(points.y)", "hinge(points.y, squared: true)", "dice(points.y)",
    ].map { Use(loss: $0, type: "flag", width: 1) }

  /// Rows whose label is larger with x, where `isPartial` says so a third of them without, kept or not.
  private static func sample(_ use: Use, isPartial: Bool, keepsMissing: Bool) -> Sample {
    let spec = """
      data points from csv("points.csv") {
          feature x, z: number(scale: none)
          label   y: \(use.type)
          split   random(validation: 0%, test: 0%)
      }

      task y(points.features) {
          encode -> dense(8) -> tanh -> dense(\(use.width))
          loss \(use.loss)
      }

      train {
          batch 64
          epochs 1
      }

      """
    let rows = (0..<40).compactMap { row -> String? in
      let (x, z) = (Double(row * 7 % 40) / 10 - 2, Double(row * 3 % 11) / 5 - 1)
      let rank = use.type == "flag" ? (x > 0 ? 1 : 0) : min(3, max(0, Int(x + z * 0.3 + 2)))
      let isMissing = isPartial && row % 3 == 1
      if isMissing, !keepsMissing { return nil }
      return "\(x),\(z),\(isMissing ? "" : String(rank))"
    }
    return Sample(
      spec: spec, files: ["points.csv": "x,z,y\n" + rows.joined(separator: "\n") + "\n"])
  }

  /// The losses of some steps, all rows in one batch, and the parameters after them.
  private func outcome(
    of sample: Sample, steps: Int
  ) throws -> (losses: [Float], parameters: [Float]) {
    let bench = try Workbench()
    try bench.write(sample)
    let session = try bench.session()
    let losses = try (0..<steps).map { step in
      session.step(step, learningRate: 0.01)
      return try #require(session.taskLoss(0)?.loss)
    }
    return (losses, session.parameters.sorted { $0.key < $1.key }.flatMap(\.value))
  }

  @Test(arguments: uses)
  func rowsWithoutLabelChangeNothing(_ use: Use) throws {
    let expected = try outcome(
      of: Self.sample(use, isPartial: true, keepsMissing: false), steps: 5)
    let found = try outcome(of: Self.sample(use, isPartial: true, keepsMissing: true), steps: 5)
    for (found, expected) in zip(
      found.losses + found.parameters, expected.losses + expected.parameters)
    {
      #expect(abs(found - expected) <= 2e-5 * max(1, abs(expected)))
    }
  }

  @Test(arguments: uses)
  func trainingMakesItSmaller(_ use: Use) throws {
    let sample = Self.sample(use, isPartial: false, keepsMissing: true)
    let losses = try outcome(of: sample, steps: 200).losses
    #expect(losses.allSatisfy { $0.isFinite })
    let (first, last) = try (#require(losses.first), #require(losses.last))
    #expect(last < first - min(0.1, abs(first) / 4))
  }
}
