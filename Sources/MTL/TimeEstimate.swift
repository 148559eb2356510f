import MTLRuntime

/// How long training is going to take, from steps that have been timed.
package struct TimeEstimate: Sendable {
  /// The timed steps.
  package let steps: Int
  package let threads: Int
  package let instructionSet: String
  /// The median of the timed steps, in seconds.
  package let secondsPerStep: Double
  /// The steps of an epoch at that rate, validation left out.
  package let secondsPerEpoch: Double
  /// All steps of the run at that rate.
  package let seconds: Double

  /// The most seconds that steps are timed for, and the most steps.
  private static let limit = (seconds: 0.5, steps: 200)
  /// The fewest steps that are timed.
  private static let fewest = 3

  /// Times steps one by one, after one that warms up.
  static func measure(
    _ session: TrainingSession, length: RunLength, threads: Int
  ) -> TimeEstimate {
    session.initialize()
    session.step(0, learningRate: 0.001)
    var times: [Double] = []
    var sum = 0.0
    while times.count < fewest || (sum < limit.seconds && times.count < limit.steps) {
      let start = Clock.seconds
      session.step(times.count + 1, learningRate: 0.001)
      let time = Clock.seconds - start
      times.append(time)
      sum += time
    }
    let median = times.sorted()[times.count / 2]
    return TimeEstimate(
      steps: times.count, threads: threads,
      instructionSet: session.instructionSet.rawValue, secondsPerStep: median,
      secondsPerEpoch: median * Double(length.stepsPerEpoch),
      seconds: median * Double(length.steps))
  }
}
