import MTLRuntime
import Testing

/// Layers and losses against what PyTorch computes: values, gradients and running statistics.
struct OperationTests {
  static let cases =
    ["operations.json", "further.json", "losses.json", "sequences.json", "shapes.json"]
    .flatMap { Recording.cases($0, "cases") }

  @Test func thereAreCases() {
    #expect(Self.cases.count > 40)
  }

  @Test(arguments: cases)
  func plainEvaluationAgrees(_ recorded: RecordedCase) throws {
    let operation = try OperationGraph(recorded)
    expectAgreement(
      try operation.evaluate(), operation.expected, within: Tolerance.reference)
  }

  @Test(arguments: cases, InstructionSet.available)
  func kernelsAgree(_ recorded: RecordedCase, _ set: InstructionSet) throws {
    let operation = try OperationGraph(recorded)
    expectAgreement(
      try operation.execute(on: set), operation.expected, within: Tolerance.kernels)
  }
}
