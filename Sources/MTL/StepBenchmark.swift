import MTLCompiler
import MTLRuntime
import MTLSemantics

/// How long the steps of a model take.
package struct StepBenchmark: Sendable {
  package let name: String
  /// How the losses are combined, as a spec writes it.
  package let weighting: String
  package let steps: Int
  package let threads: Int
  package let instructionSet: String
  package let batch: Int
  /// Microseconds of a step: the median, and the tenth and ninetieth percentile.
  package let median: Double
  package let low: Double
  package let high: Double
  /// Floating-point operations of a full step.
  package let operations: Int
  /// The bytes of memory that training takes: variables and the largest arena.
  package let peakBytes: Int
  /// The most memory that the process has had resident, the data included.
  package let peakResidentBytes: Int
  /// Memory allocations of a step, where they can be counted.
  package let allocations: Double?

  /// Rows trained in a second.
  package var rowsPerSecond: Double { Double(batch) / median * 1e6 }

  /// The steps that are made before some are timed.
  static func warmup(for steps: Int) -> Int { max(20, steps / 10) }

  /// Times steps one by one, after as many for warming up as `warmup(for:)` says.
  ///
  /// - Parameter allocationCount: The allocations of the process so far, -1 where nobody counts.
  package static func run(
    _ session: TrainingSession, steps: Int, threads: Int, allocationCount: () -> Int64
  ) -> StepBenchmark {
    let model = session.compiled.model
    session.initialize()
    let warmup = warmup(for: steps)
    for step in 0..<warmup { session.step(step, learningRate: 0.001) }
    var times = Array(repeating: 0.0, count: steps)
    let before = allocationCount()
    for step in 0..<steps {
      let start = Clock.seconds
      session.step(warmup + step, learningRate: 0.001)
      times[step] = Clock.seconds - start
    }
    let after = allocationCount()
    times.sort()
    func percentile(_ share: Double) -> Double {
      times[min(Int(Double(steps) * share), steps - 1)] * 1e6
    }
    let rows = session.rowsOfStep
    return StepBenchmark(
      name: model.name, weighting: model.weightingText, steps: steps, threads: threads,
      instructionSet: session.instructionSet.rawValue, batch: session.compiled.batch,
      median: percentile(0.5), low: percentile(0.1), high: percentile(0.9),
      operations: session.compiled.training.plan.operations(rowCounts: rows),
      peakBytes: session.compiled.peakBytes,
      peakResidentBytes: Processor.peakResidentBytes,
      allocations: before < 0 ? nil : Double(after - before) / Double(steps))
  }
}
