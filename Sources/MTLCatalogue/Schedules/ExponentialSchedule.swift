import Foundation

/// The rate falls by the same share in every period.
struct ExponentialSchedule: Schedule {
  static let name = "exponential"
  static let summary = "The rate is multiplied by a factor in every period, a little in each step"
  static let details = "`factor^((step - warmup) / every)`."
  static let parameters: [ParameterDeclaration] = [
    .named(
      "factor", .number(.positive), default: .float(0.95),
      "what the rate is multiplied by in a period"),
    .named("every", .duration, default: .duration(Duration(1, .epoch)), "the length of a period"),
    ScheduleArguments.warmup,
  ]
  static let example = "schedule exponential(factor: 0.9, every: 1 epoch)"

  let factor: Double
  let period: Duration?
  let warmup: Duration?

  init(_ arguments: Arguments) {
    factor = arguments.number("factor")
    period = arguments.duration("every")
    warmup = arguments.duration("warmup")
  }

  /// A period lasts one step at least.
  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    let length = max(period?.steps(perEpoch: progress.stepsPerEpoch) ?? 1, 1)
    return pow(factor, (Double(progress.step) - warmupSteps) / length)
  }
}
