import Foundation

/// Where a run stands, in steps.
package struct ScheduleProgress: Sendable {
  /// The step's number, from 0 on.
  package let step: Int
  package let totalSteps: Int
  package let stepsPerEpoch: Int
  /// What the schedule has made of the epochs so far.
  package let memory: ScheduleMemory

  package init(
    step: Int, totalSteps: Int, stepsPerEpoch: Int, memory: ScheduleMemory = ScheduleMemory()
  ) {
    self.step = step
    self.totalSteps = totalSteps
    self.stepsPerEpoch = stepsPerEpoch
    self.memory = memory
  }

  /// How much of the run has passed: from 0 after the warm-up to 1 at the end.
  func share(afterWarmup warmupSteps: Double) -> Double {
    let length = max(Double(totalSteps) - warmupSteps, 1)
    return min((Double(step) - warmupSteps) / length, 1)
  }
}

/// What a schedule keeps from epoch to epoch; a resumed run goes on with it.
package struct ScheduleMemory: Hashable, Sendable {
  /// What the rate is multiplied by.
  package var factor: Double
  /// How long the monitor has not become better.
  package var patience: Patience
  /// The number of coming epochs that do not count.
  package var pause: Int

  package init(factor: Double = 1, patience: Patience = Patience(), pause: Int = 0) {
    self.factor = factor
    self.patience = patience
    self.pause = pause
  }
}

/// How the learning rate goes on: a factor on the optimizer's rate for each step.
package protocol Schedule: CatalogueEntry {
  /// The length of the even rise from zero at the beginning.
  var warmup: Duration? { get }

  /// The factor after the warm-up.
  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double

  /// Takes note of what is monitored, at the end of each epoch.
  func observe(_ value: Double, higherIsBetter: Bool, memory: inout ScheduleMemory)

  /// How long the rate rises at the beginning, in whatever way, where that is said as a duration.
  var rise: Duration? { get }

  /// The points of a run at which the rate changes at once.
  var points: [Duration] { get }

  /// The epochs without a better value after which the rate changes, where it goes by them.
  var waitingEpochs: Int? { get }
}

extension Schedule {
  /// Nothing, for a schedule that goes by the steps alone.
  package func observe(_ value: Double, higherIsBetter: Bool, memory: inout ScheduleMemory) {}

  /// The factor of a step: rising evenly to 1 during the warm-up, then as the schedule says.
  package func factor(at progress: ScheduleProgress) -> Double {
    let warmupSteps = warmup?.steps(perEpoch: progress.stepsPerEpoch) ?? 0
    guard Double(progress.step) >= warmupSteps else {
      return Double(progress.step + 1) / (warmupSteps + 1)
    }
    return factor(at: progress, warmupSteps: warmupSteps)
  }

  package var rise: Duration? { warmup }
  package var points: [Duration] { [] }
  package var waitingEpochs: Int? { nil }
}

/// The parameters that several schedules have.
enum ScheduleArguments {
  static let warmup = ParameterDeclaration.named(
    "warmup", .duration, "how long the rate rises from zero at the beginning")

  /// The share of the rate that is left at the end, by default so large.
  static func floor(_ share: Double = 0) -> ParameterDeclaration {
    .named(
      "floor", .number(NumberRange(0, 1)), default: .float(share), "share of the rate at the end")
  }
}
