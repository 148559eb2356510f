/// The same learning rate throughout.
struct ConstantSchedule: Schedule {
  static let name = "constant"
  static let summary = "The same learning rate throughout"
  static let parameters = [ScheduleArguments.warmup]
  static let example = "schedule constant(warmup: 100 steps)"

  let warmup: Duration?

  init(_ arguments: Arguments) { warmup = arguments.duration("warmup") }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double { 1 }
}
