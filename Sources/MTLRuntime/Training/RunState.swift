import MTLCatalogue
import MTLFormats

/// Where a run stands, besides its tensors: what a resumed run has to know to go on as if it had
/// never stopped.
struct RunState: Equatable {
  /// The steps that have been made.
  var step = 0
  /// The sums of each task's losses over the steps of the epoch so far, and how many steps had it.
  var lossSums: [Double]
  var lossCounts: [Int]
  /// The weight of each task in the last step that had a label of it.
  var weights: [Double?]
  var bestEpoch: Int?
  var bestValue: Double?
  /// What the stopping rule goes by.
  var patience = Patience()
  /// What the schedule goes by.
  var schedule = ScheduleMemory()
  /// Each task's validation loss after the first epoch.
  var firstLosses: [Double?]
  /// What has been seen of the tasks' gradients, where any step is watched.
  var gradients: GradientWatch?

  init(taskCount: Int) {
    lossSums = Array(repeating: 0, count: taskCount)
    lossCounts = Array(repeating: 0, count: taskCount)
    weights = Array(repeating: nil, count: taskCount)
    firstLosses = Array(repeating: nil, count: taskCount)
  }

  /// Begins the sums of losses, and what is seen of gradients, anew for the next epoch.
  mutating func beginEpoch() {
    gradients?.beginEpoch()
    for task in lossSums.indices {
      lossSums[task] = 0
      lossCounts[task] = 0
    }
  }

  /// The state as a checkpoint's metadata holds it.
  var json: JSONValue {
    .object([
      .init("step", .integer(step)),
      .init("loss_sums", .array(lossSums.map { .number($0) })),
      .init("loss_counts", .array(lossCounts.map { .integer($0) })),
      .init("weights", .array(weights.map { $0.map { .number($0) } ?? .null })),
      .init("best_epoch", bestEpoch.map { .integer($0) } ?? .null),
      .init("best_value", bestValue.map { .number($0) } ?? .null),
      .init("patience", patience.json),
      .init("schedule", schedule.json),
      .init("first_losses", .array(firstLosses.map { $0.map { .number($0) } ?? .null })),
      .init("gradients", gradients?.json ?? .null),
    ])
  }

  /// Reads a state that `json` wrote for as many tasks; `nil` where it does not fit.
  init?(_ json: JSONValue, taskCount: Int) {
    guard let step = json["step"]?.count,
      let sums = json["loss_sums"]?.elements?.compactMap({ $0.number }),
      let counts = json["loss_counts"]?.elements?.compactMap({ $0.count }),
      let weights = json["weights"]?.elements?.map({ $0.number }),
      let first = json["first_losses"]?.elements,
      let patience = Patience(json["patience"]),
      let schedule = ScheduleMemory(json["schedule"]),
      [sums.count, counts.count, weights.count, first.count].allSatisfy({ $0 == taskCount })
    else { return nil }
    self.step = step
    lossSums = sums
    lossCounts = counts
    self.weights = weights
    bestEpoch = json["best_epoch"]?.count
    bestValue = json["best_value"]?.number
    self.patience = patience
    self.schedule = schedule
    firstLosses = first.map { $0.number }
    if let seen = json["gradients"], seen.members != nil {
      guard let watch = GradientWatch(seen, tasks: taskCount) else { return nil }
      gradients = watch
    }
  }
}

/// What has been seen of the tasks' gradients in a run.
struct GradientWatch: Equatable {
  /// In the epoch so far.
  var epoch: GradientTally
  /// In the epochs before it.
  private var before: GradientTally

  init(tasks: Int) {
    epoch = GradientTally(tasks: tasks)
    before = epoch
  }

  /// In the whole run.
  var run: GradientTally {
    var sum = before
    sum += epoch
    return sum
  }

  fileprivate mutating func beginEpoch() {
    before += epoch
    epoch = GradientTally(tasks: epoch.tasks)
  }

  fileprivate var json: JSONValue {
    .object([.init("epoch", epoch.json), .init("before", before.json)])
  }

  fileprivate init?(_ json: JSONValue?, tasks: Int) {
    guard let epoch = GradientTally(json?["epoch"], tasks: tasks),
      let before = GradientTally(json?["before"], tasks: tasks)
    else { return nil }
    self.epoch = epoch
    self.before = before
  }
}

extension Patience {
  fileprivate var json: JSONValue {
    .object([
      .init("best", best.map { .number($0) } ?? .null),
      .init("epochs_without_improvement", .integer(epochsWithoutImprovement)),
    ])
  }

  fileprivate init?(_ json: JSONValue?) {
    guard let epochs = json?["epochs_without_improvement"]?.count else { return nil }
    self.init(best: json?["best"]?.number, epochsWithoutImprovement: epochs)
  }
}

extension ScheduleMemory {
  fileprivate var json: JSONValue {
    .object([
      .init("factor", .number(factor)), .init("patience", patience.json),
      .init("pause", .integer(pause)),
    ])
  }

  fileprivate init?(_ json: JSONValue?) {
    guard let factor = json?["factor"]?.number, let patience = Patience(json?["patience"]),
      let pause = json?["pause"]?.count
    else { return nil }
    self.init(factor: factor, patience: patience, pause: pause)
  }
}

extension JSONValue {
  /// A whole number from 0 on to which others may be added: no run counts beyond 2^53.
  var count: Int? {
    guard let integer, 0...(1 << 53) ~= integer else { return nil }
    return integer
  }
}
