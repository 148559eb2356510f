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
    var timed = TimedSteps(session, count: steps)
    timed.warmUp()
    for step in 0..<steps { timed.make(step, allocationCount) }
    return timed.result(threads: threads)
  }

  /// Times steps of two sessions in turns, so that what slows the machine slows both.
  ///
  /// - Returns: What both take, and the median over the steps of how many times as long the first
  ///   one's took as the second one's beside it.
  package static func runInTurns(
    _ session: TrainingSession, against other: TrainingSession, steps: Int, threads: Int,
    allocationCount: () -> Int64
  ) -> (result: StepBenchmark, other: StepBenchmark, ratio: Double) {
    var (first, second) = (TimedSteps(session, count: steps), TimedSteps(other, count: steps))
    first.warmUp()
    second.warmUp()
    for step in 0..<steps {
      first.make(step, allocationCount)
      second.make(step, allocationCount)
    }
    let ratios = zip(first.seconds, second.seconds).map { $0 / $1 }.sorted()
    return (
      first.result(threads: threads), second.result(threads: threads), ratios[ratios.count / 2]
    )
  }
}

/// Steps of a session with what each took.
private struct TimedSteps {
  let session: TrainingSession
  /// The seconds of each step in their order.
  private(set) var seconds: [Double]
  private var allocations: Int64? = 0

  init(_ session: TrainingSession, count: Int) {
    self.session = session
    seconds = Array(repeating: 0, count: count)
  }

  private var warmup: Int { StepBenchmark.warmup(for: seconds.count) }

  func warmUp() {
    session.initialize()
    for step in 0..<warmup { session.step(step, learningRate: 0.001) }
  }

  mutating func make(_ step: Int, _ allocationCount: () -> Int64) {
    let before = allocationCount()
    let start = Clock.seconds
    session.step(warmup + step, learningRate: 0.001)
    seconds[step] = Clock.seconds - start
    allocations = before < 0 ? nil : allocations.map { $0 + allocationCount() - before }
  }

  func result(threads: Int) -> StepBenchmark {
    let model = session.compiled.model
    let steps = seconds.count
    let times = seconds.sorted()
    func percentile(_ share: Double) -> Double {
      times[min(Int(Double(steps) * share), steps - 1)] * 1e6
    }
    return StepBenchmark(
      name: model.name, weighting: model.weightingText, steps: steps, threads: threads,
      instructionSet: session.instructionSet.rawValue, batch: session.compiled.batch,
      median: percentile(0.5), low: percentile(0.1), high: percentile(0.9),
      operations: session.compiled.training.plan.operations(rowCounts: session.rowsOfStep),
      peakBytes: session.compiled.peakBytes,
      peakResidentBytes: Processor.peakResidentBytes,
      allocations: allocations.map { Double($0) / Double(steps) })
  }
}
