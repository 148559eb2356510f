/// The rate falls with the root of the number of steps.
struct InverseSquareRootSchedule: Schedule {
  static let name = "inverse_sqrt"
  static let summary = "The rate falls with the root of the number of steps"
  static let details = """
    `sqrt(w / n)` at the n-th step, w being the step after the warm-up, or 1 without one: the longer the \
    warm-up, the slower the fall (Vaswani et al., 2017).
    """
  static let parameters = [ScheduleArguments.warmup]
  static let example = "schedule inverse_sqrt(warmup: 500 steps)"

  let warmup: Duration?

  init(_ arguments: Arguments) { warmup = arguments.duration("warmup") }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    ((warmupSteps + 1) / Double(progress.step + 1)).squareRoot()
  }
}
