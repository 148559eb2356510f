import MTLCompiler
import MTLGraph
import MTLRuntime

/// How long one instruction of a training step takes, with those that follow it in its sweep.
package struct OperationTime: Sendable {
  /// The instruction in a few words.
  package let summary: String
  /// The step of the spec that it belongs to, and its line; 0 where there is none.
  package let name: String
  package let line: Int
  /// Microseconds of a step: the median.
  package let time: Double
  /// Floating-point operations of a full step.
  package let operations: Int

  /// The most steps that are timed.
  private static let longest = 100

  /// Times the instructions of some steps after others for warming up, the slowest first.
  package static func measure(_ session: TrainingSession, steps: Int) -> [OperationTime] {
    let plan = session.compiled.training.plan
    session.initialize()
    let warmup = StepBenchmark.warmup(for: steps)
    for step in 0..<warmup { session.step(step, learningRate: 0.001) }
    var seconds = Array(repeating: 0.0, count: plan.instructions.count)
    let steps = (warmup..<warmup + min(steps, longest)).map { step in
      session.step(step, learningRate: 0.001, timing: &seconds)
      return seconds
    }
    var times: [OperationTime] = []
    var index = 0
    while index < plan.instructions.count {
      let end = index + plan.instructions[index].followers
      let sweep = plan.instructions[index...end]
      times.append(
        OperationTime(
          summary: sweep.map(\.summary).joined(separator: "; "),
          name: sweep.first?.origin?.name ?? "", line: sweep.first?.origin?.line ?? 0,
          time: median(steps.map { $0[index] }) * 1e6,
          operations: sweep.reduce(0) { $0 + $1.operations(rowCounts: session.rowsOfStep) }))
      index = end + 1
    }
    return times.sorted { $0.time > $1.time }
  }

  private static func median(_ numbers: [Double]) -> Double {
    numbers.isEmpty ? 0 : numbers.sorted()[numbers.count / 2]
  }
}
