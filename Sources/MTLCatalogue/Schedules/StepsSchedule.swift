import Foundation

/// The rate is multiplied by a factor at given points.
struct StepsSchedule: Schedule {
  static let name = "steps"
  static let summary = "The rate is multiplied by a factor at given points"
  static let parameters = [
    .named("at", .list(.duration), required: true, "the points, each from the beginning on"),
    .named(
      "factor", .number(.positive), default: .float(0.1), "what the rate is multiplied by at each"),
    ScheduleArguments.warmup,
  ]
  static let example = "schedule steps(at: [10 epochs, 15 epochs], factor: 0.1)"

  let points: [Duration]
  let factor: Double
  let warmup: Duration?

  init(_ arguments: Arguments) {
    points = arguments.list("at").compactMap { value in
      if case .duration(let duration) = value { duration } else { nil }
    }
    factor = arguments.number("factor")
    warmup = arguments.duration("warmup")
  }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    let passed = points.count { point in
      guard let start = point.steps(perEpoch: progress.stepsPerEpoch) else { return false }
      return Double(progress.step) >= start
    }
    return pow(factor, Double(passed))
  }
}
