import Foundation

/// Where a run stands, in steps.
package struct ScheduleProgress: Sendable {
  /// The step's number, from 0 on.
  package let step: Int
  package let totalSteps: Int
  package let stepsPerEpoch: Int

  package init(step: Int, totalSteps: Int, stepsPerEpoch: Int) {
    self.step = step
    self.totalSteps = totalSteps
    self.stepsPerEpoch = stepsPerEpoch
  }
}

/// How the learning rate goes on: a factor on the optimizer's rate for each step.
package protocol Schedule: CatalogueEntry {
  /// The length of the rise from zero at the beginning.
  var warmup: Duration? { get }

  /// The factor after the warm-up.
  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double
}

extension Schedule {
  /// The factor of a step: rising evenly to 1 during the warm-up, then as the schedule says.
  package func factor(at progress: ScheduleProgress) -> Double {
    let warmupSteps = warmup?.steps(perEpoch: progress.stepsPerEpoch) ?? 0
    guard Double(progress.step) >= warmupSteps else {
      return Double(progress.step + 1) / (warmupSteps + 1)
    }
    return factor(at: progress, warmupSteps: warmupSteps)
  }
}

/// The parameter that every schedule has.
enum ScheduleArguments {
  static let warmup = ParameterDeclaration.named(
    "warmup", .duration, "how long the rate rises from zero at the beginning")
}
