/// A straight line from the full rate down to a share of it at the end.
struct LinearSchedule: Schedule {
  static let name = "linear"
  static let summary = "A straight line from the full rate down to a share of it at the end"
  static let details =
    "`floor + (1 - floor) * (1 - t)`, t from 0 after the warm-up to 1 at the end."
  static let parameters = [ScheduleArguments.warmup, ScheduleArguments.floor()]
  static let example = "schedule linear(warmup: 1 epoch)"

  let warmup: Duration?
  let floor: Double

  init(_ arguments: Arguments) {
    warmup = arguments.duration("warmup")
    floor = arguments.number("floor")
  }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    floor + (1 - floor) * (1 - progress.share(afterWarmup: warmupSteps))
  }
}
