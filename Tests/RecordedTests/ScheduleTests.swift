import MTLCatalogue
import MTLFormats
import Testing

/// Schedules against PyTorch.
struct ScheduleTests {
  static let schedules = Recording.cases("schedules.json", "schedules")
  static let plateaus = Recording.cases("schedules.json", "plateaus")

  @Test func thereAreCases() {
    #expect(Self.schedules.count == 17)
    #expect(Self.plateaus.count == 5)
    let names = (Self.schedules + Self.plateaus).compactMap { $0.json["schedule"]?.string }
    #expect(Set(names).union(["constant"]) == Set(Registry.schedules.map { $0.name }))
  }

  private static func schedule(_ recorded: RecordedCase) throws -> any Schedule {
    let name = recorded.json["schedule"]?.string
    let type = try #require(Registry.schedules.first { $0.name == name })
    return type.init(Translation.arguments(of: type, recorded))
  }

  private static func factors(_ recorded: RecordedCase) throws -> [Double] {
    try #require(recorded.json["factors"]?.elements?.compactMap { $0.number })
  }

  @Test(arguments: schedules)
  func everyStepAgrees(_ recorded: RecordedCase) throws {
    let schedule = try Self.schedule(recorded)
    let steps = try #require(recorded.json["steps"]?.integer)
    let perEpoch = try #require(recorded.json["steps_per_epoch"]?.integer)
    let every = try #require(recorded.json["every"]?.integer)
    let found = stride(from: 0, to: steps, by: every).map { step in
      schedule.factor(
        at: ScheduleProgress(step: step, totalSteps: steps, stepsPerEpoch: perEpoch))
    }
    #expect(difference(found, try Self.factors(recorded)) <= Tolerance.reference)
  }

  @Test(arguments: plateaus)
  func everyEpochAgrees(_ recorded: RecordedCase) throws {
    let schedule = try Self.schedule(recorded)
    let values = try #require(recorded.json["values"]?.elements?.compactMap { $0.number })
    let higherIsBetter = recorded.json["higher_is_better"] == .bool(true)
    var memory = ScheduleMemory()
    let found = values.map { value in
      schedule.observe(value, higherIsBetter: higherIsBetter, memory: &memory)
      return schedule.factor(
        at: ScheduleProgress(step: 5, totalSteps: 10, stepsPerEpoch: 1, memory: memory))
    }
    #expect(difference(found, try Self.factors(recorded)) <= Tolerance.reference)
  }

  /// Runs of one step, and lengths of nothing, give rates that can be used.
  @Test(arguments: Registry.schedules.map { $0.name })
  func shortRunsHaveRates(_ name: String) throws {
    let type = try #require(Registry.schedules.first { $0.name == name })
    for length in [nil, Duration(0, .step), Duration(0.5, .step), Duration(9, .epoch)] {
      var values: [String: ConstantValue] = [:]
      for parameter in type.parameters where ["warmup", "every"].contains(parameter.name) {
        values[parameter.name] = length.map { .duration($0) }
      }
      let schedule = type.init(Arguments(defaultsOf: type.parameters, values))
      for (step, total) in [(0, 1), (1, 1), (0, 2), (1, 2), (2, 2), (20, 20)] {
        let factor = schedule.factor(
          at: ScheduleProgress(step: step, totalSteps: total, stepsPerEpoch: 1))
        #expect(factor >= 0 && factor <= 1, "step \(step) of \(total)")
      }
    }
  }
}
