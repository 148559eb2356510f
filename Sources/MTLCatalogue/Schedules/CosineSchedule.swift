import Foundation

/// Half a wave of the cosine, from the full rate down to a share of it at the end.
struct CosineSchedule: Schedule {
  static let name = "cosine"
  static let summary =
    "Half a wave of the cosine, from the full rate down to a share of it at the end"
  static let details = """
    `floor + (1 - floor) * (1 + cos(pi * t)) / 2`, t from 0 after the warm-up to 1 at the end \
    (Loshchilov and Hutter, 2017).
    """
  static let parameters = [ScheduleArguments.warmup, ScheduleArguments.floor()]
  static let example = "schedule cosine(warmup: 1 epoch)"

  let warmup: Duration?
  let floor: Double

  init(_ arguments: Arguments) {
    warmup = arguments.duration("warmup")
    floor = arguments.number("floor")
  }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    let share = progress.share(afterWarmup: warmupSteps)
    return floor + (1 - floor) * (1 + cos(Double.pi * share)) / 2
  }
}
