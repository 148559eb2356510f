import Foundation

/// A power of what is left of the run, from the full rate down to a share of it at the end.
struct PolynomialSchedule: Schedule {
  static let name = "polynomial"
  static let summary = "A power of what is left of the run, down to a share of the rate at the end"
  static let details = """
    `floor + (1 - floor) * (1 - t)^power`, t from 0 after the warm-up to 1 at the end; with a power of 1 it \
    is `linear`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("power", .number(.positive), default: .float(1), "how steeply the rate falls"),
    ScheduleArguments.warmup,
    ScheduleArguments.floor(),
  ]
  static let example = "schedule polynomial(power: 0.9)"

  let power: Double
  let warmup: Duration?
  let floor: Double

  init(_ arguments: Arguments) {
    power = arguments.number("power")
    warmup = arguments.duration("warmup")
    floor = arguments.number("floor")
  }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    floor + (1 - floor) * pow(1 - progress.share(afterWarmup: warmupSteps), power)
  }
}
