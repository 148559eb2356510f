import MTL
import MTLCatalogue
import MTLFormats
import MTLGraph
import Testing

/// Small networks trained under the weightings of TorchJD and LibMTL, step by step: losses, weights and
/// parameters.
///
/// The recording says of each run what it is compared with, how conventions differ, and how closely the
/// other side solves its problem.
struct WeightingTests {
  static let cases = Recording.cases("weightings.json", "runs")

  @Test func thereAreRuns() {
    #expect(Self.cases.count >= 80)
  }

  /// By the plain evaluation of the training graph.
  @Test(arguments: cases)
  func stepsFollowInDouble(_ recorded: RecordedCase) throws {
    let tolerance = try #require(recorded.json["tolerance"]?.number)
    let steps = try #require(recorded.json["steps"]?.elements).map { RecordedCase(json: $0) }
    var training = try ReferenceTraining(
      try RecordedModel(recorded).loaded(), parameters: recorded.tensors("parameters"),
      totalSteps: steps.count)
    for (number, step) in steps.enumerated() {
      let losses = try training.step()
      expectNumbers(losses, step.json["losses"], within: tolerance, "loss in step \(number)")
      expectNumbers(
        training.weights, step.json["weights"], within: tolerance, "weight in step \(number)")
      expectAgreement(training.parameters, step.tensors("parameters"), within: tolerance)
    }
  }

  /// Trained as users train them.
  @Test(arguments: cases)
  func stepsFollowInFloat(_ recorded: RecordedCase) throws {
    let tolerance = max(1e-4, recorded.json["tolerance"]?.number ?? 0)
    let steps = try #require(recorded.json["steps"]?.elements).map { RecordedCase(json: $0) }
    let run = try RecordedModel(recorded).run(steps: steps.count)
    for (number, step) in steps.enumerated() {
      let losses = run.losses.mapValues { $0[number] }
      expectNumbers(losses, step.json["losses"], within: tolerance, "loss in step \(number)")
      let weights = run.weights.mapValues { $0[number] }
      expectNumbers(weights, step.json["weights"], within: tolerance, "weight in step \(number)")
    }
    let last = try #require(steps.last)
    expectAgreement(run.parameters, last.tensors("parameters"), within: tolerance)
  }

  /// Expects numbers by task to agree with those recorded, in relation to the largest of them.
  private func expectNumbers(
    _ found: [String: Double], _ recorded: JSONValue?, within tolerance: Double, _ what: String
  ) {
    let members = recorded?.members ?? []
    let wanted = members.map { $0.value.number ?? .nan }
    let size = difference(members.map { found[$0.key] ?? .nan }, wanted)
    #expect(size <= tolerance, "\(what) differs by \(size)")
  }
}
