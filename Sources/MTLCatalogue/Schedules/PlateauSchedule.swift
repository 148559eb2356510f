/// The rate falls whenever the monitor no longer improves.
struct PlateauSchedule: Schedule {
  static let name = "plateau"
  static let summary = "The rate is multiplied by a factor whenever the monitor no longer improves"
  static let details = """
    What counts is the monitor at the end of each epoch, as for `stop early`: after `patience` epochs \
    without a better value the rate falls, and the count begins anew after `pause` more. Without \
    validation rows the rate stays as it is.
    """
  static let parameters: [ParameterDeclaration] = [
    .named(
      "factor", .number(NumberRange(0, 1, excludesLower: true, excludesUpper: true)),
      default: .float(0.1), "what the rate is multiplied by"),
    Improvement.patience(default: 3),
    Improvement.parameter,
    .named(
      "pause", .integer(0...1_000_000), default: .integer(0),
      "epochs after a fall that do not count"),
    .named(
      "floor", .number(NumberRange(0, 1)), default: .float(0),
      "share of the rate below which it never falls"),
    ScheduleArguments.warmup,
  ]
  static let example = "schedule plateau(factor: 0.5, patience: 3)"

  let factor: Double
  let patience: Int
  let pause: Int
  let floor: Double
  let warmup: Duration?
  private let improvement: Improvement

  init(_ arguments: Arguments) {
    factor = arguments.number("factor")
    patience = arguments.integer("patience")
    pause = arguments.integer("pause")
    floor = arguments.number("floor")
    warmup = arguments.duration("warmup")
    improvement = Improvement(arguments)
  }

  var waitingEpochs: Int? { patience }

  func factor(at progress: ScheduleProgress, warmupSteps: Double) -> Double {
    progress.memory.factor
  }

  func observe(_ value: Double, higherIsBetter: Bool, memory: inout ScheduleMemory) {
    memory.patience.count(value) { best in
      improvement.isReached(by: value, over: best, higherIsBetter: higherIsBetter)
    }
    if memory.pause > 0 {
      memory.pause -= 1
      memory.patience.epochsWithoutImprovement = 0
    }
    guard memory.patience.epochsWithoutImprovement >= patience else { return }
    memory.factor = max(memory.factor * factor, floor)
    memory.pause = pause
    memory.patience.epochsWithoutImprovement = 0
  }
}
