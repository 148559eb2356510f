/// What `mtl new` writes of a table, before it is text.
struct SpecDraft {
  /// The name of the model, where the file's name does not say it.
  var modelName: String?
  var dataName: String
  /// The path in the spec.
  var path: String
  var missing: String?
  /// What has been looked at, in words.
  var origin: String
  var features: [ColumnGroup]
  var labels: [ColumnGroup]
  /// What else there is to know of the labels.
  var notes: [String]
  /// The columns that are not read, by the reason.
  var leftOut: [(names: [String], reason: String)]
  var split: SplitDraft
  var trunkWidth: Int
  var tasks: [TaskDraft]
  var training: TrainingDraft

  /// The number of tasks, the members of families counted one by one.
  var taskCount: Int { labels.reduce(0) { $0 + $1.names.count } }
}

/// Columns of one type.
struct ColumnGroup: Hashable {
  var names: [String]
  /// The type, as a spec writes it.
  let type: String
}

/// A head, or a family of heads for all labels.
struct TaskDraft: Hashable {
  let name: String
  /// The label's column; `nil` for a family.
  let label: String?
  /// What a family's label is called.
  var variable = "y"
  let guess: LabelGuess
}

/// Which rows are held out.
struct SplitDraft: Hashable {
  /// Whether there are rows enough to hold any out.
  let holdsOut: Bool
  /// The label whose classes are divided evenly.
  var stratum: String?
}

/// How long and in which steps the model trains.
struct TrainingDraft: Hashable {
  let learningRate: String
  let batch: Int
  let epochs: Int
  let patience: Int

  /// Settings for a number of rows: small tables are gone through more often.
  init(rowCount: Int) {
    switch rowCount {
    case ..<1000: (learningRate, batch, epochs) = ("0.003", 32, 100)
    case ..<10_000: (learningRate, batch, epochs) = ("0.001", 64, 60)
    case ..<100_000: (learningRate, batch, epochs) = ("0.001", 256, 30)
    case ..<1_000_000: (learningRate, batch, epochs) = ("0.001", 512, 10)
    default: (learningRate, batch, epochs) = ("0.001", 1024, 4)
    }
    patience = max(epochs / 5, 2)
  }
}
