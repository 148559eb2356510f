import Foundation

/// One rise to the full rate and one fall far below where it began.
struct OneCycleSchedule: Schedule {
  static let name = "one_cycle"
  static let summary = "One rise to the full rate and one fall far below where it began"
  static let details = """
    From `start` to 1 during the warm-up, then to `floor` at the last step, each along half a wave of the \
    cosine or a straight line (Smith and Topin, 2019); the momentum stays as it is.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "warmup", .either([.share, .duration]), default: .share(0.3), "how long the rate rises"),
    .named(
      "start", .number(NumberRange(0, 1)), default: .float(0.04), "share of the rate at the start"),
    ScheduleArguments.floor(4e-6),
    .named(
      "shape", .word(["cosine", "linear"]), default: .word("cosine"), "how it rises and falls"),
  ]
  static let example = "schedule one_cycle(warmup: 30%)"

  private let riseShare: Double
  private let riseLength: Duration?
  private let start: Double
  private let floor: Double
  private let isLinear: Bool

  init(_ arguments: Arguments) {
    riseShare = arguments.number("warmup")
    riseLength = arguments.duration("warmup")
    start = arguments.number("start")
    floor = arguments.number("floor")
    isLinear = arguments.text("shape") == "linear"
  }

  /// The rise is the cycle's own and does not begin at zero.
  var warmup: Duration? { nil }
  var rise: Duration? { riseLength }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    let rise =
      riseLength?.steps(perEpoch: progress.stepsPerEpoch)
      ?? riseShare * Double(progress.totalSteps)
    let step = Double(progress.step)
    let last = Double(progress.totalSteps - 1)
    let peak = min(rise - 1, last)
    if peak > 0, step <= peak { return between(start, 1, at: step / peak) }
    return between(1, floor, at: min((step - max(peak, 0)) / max(last - max(peak, 0), 1), 1))
  }

  /// The value at a share of the way from one to another.
  private func between(_ from: Double, _ to: Double, at share: Double) -> Double {
    isLinear
      ? from + (to - from) * share : to + (from - to) * (1 + cos(Double.pi * share)) / 2
  }
}
