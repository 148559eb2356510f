import Foundation

/// Half a wave of the cosine, from the full rate down to a share of it at the end.
struct CosineSchedule: Schedule {
  static let name = "cosine"
  static let summary =
    "Half a wave of the cosine, from the full rate down to a share of it at the end"
  static let details = """
    `floor + (1 - floor) * (1 + cos(pi * t)) / 2`, t from 0 after the warm-up to 1 at the last step \
    (Loshchilov and Hutter, 2017).
    """
  static let parameters = [
    ScheduleArguments.warmup,
    .named("floor", .number(NumberRange(0, 1)), default: .float(0), "share of the rate at the end"),
  ]
  static let example = "schedule cosine(warmup: 1 epoch)"

  let warmup: Duration?
  let floor: Double

  init(_ arguments: Arguments) {
    warmup = arguments.duration("warmup")
    floor = arguments.number("floor")
  }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    let length = max(Double(progress.totalSteps) - warmupSteps, 1)
    let share = min((Double(progress.step) - warmupSteps) / length, 1)
    return floor + (1 - floor) * (1 + cos(Double.pi * share)) / 2
  }
}
