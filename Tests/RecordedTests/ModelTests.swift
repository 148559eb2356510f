import MTL
import MTLCompiler
import MTLFormats
import Testing

/// Whole models against the losses that PyTorch has in every step, from the same parameters and batches.
struct ModelTests {
  static let cases = ["models.json", "sequence_models.json", "further_models.json"].flatMap {
    Recording.cases($0, "models")
  }

  /// How many steps are made in `Float`.
  private static let floatSteps = 50
  /// How many steps are made in `Double`: all that are recorded.
  private static let doubleSteps = 200

  @Test func thereAreModels() {
    #expect(Self.cases.count == 13)
  }

  /// Trained as users train them.
  @Test(arguments: cases)
  func lossesFollowInFloat(_ recorded: RecordedCase) throws {
    let losses = try RecordedModel(recorded).run(steps: Self.floatSteps).losses
    try expectLosses(losses, recorded, steps: Self.floatSteps, within: 1e-4)
  }

  /// By the plain evaluation of the training graph, in all recorded steps.
  @Test(arguments: cases)
  func lossesFollowInDouble(_ recorded: RecordedCase) throws {
    let model = try RecordedModel(recorded)
    var training = try ReferenceTraining(
      try model.loaded(), parameters: recorded.tensors("parameters"), totalSteps: Self.doubleSteps)
    var losses: [String: [Double]] = [:]
    for _ in 0..<Self.doubleSteps {
      for (task, loss) in try training.step() { losses[task, default: []].append(loss) }
    }
    try expectLosses(losses, recorded, steps: Self.doubleSteps, within: 1e-8)
  }

  /// Expects the first losses of each task to differ little from those recorded, in relation to them.
  private func expectLosses(
    _ losses: [String: [Double]], _ recorded: RecordedCase, steps: Int, within tolerance: Double
  ) throws {
    let tasks = try #require(recorded.json["losses"]?.members)
    #expect(losses.count == tasks.count)
    for task in tasks {
      let wanted = try #require(task.value.elements).compactMap { $0.number }.prefix(steps)
      let found = try #require(losses[task.key])
      #expect(found.count == steps && wanted.count == steps)
      let largest = zip(found, wanted).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? 1
      #expect(largest <= tolerance, "\(task.key) differs by \(largest)")
    }
  }
}
