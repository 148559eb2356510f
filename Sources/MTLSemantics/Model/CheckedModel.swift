import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// A spec whose names are resolved and whose types hold: what the compiler and the readers work from.
///
/// Nothing in it is to be filled in later; what only the data know is a symbolic dimension.
package struct CheckedModel: Sendable {
  package let name: String
  package let dataSets: [CheckedData]
  package let shared: [CheckedShared]
  package let tasks: [CheckedTask]
  /// The inputs that join rows of several data sets; their row spaces follow those of the data sets.
  package let joins: [CheckedJoin]
  /// The names of shared declarations, inputs and tasks, each after those that it reads.
  package let bodyOrder: [String]
  /// The stages of the weighting: what they make of the losses, then of the gradients.
  package private(set) var weightings: [any Weighting]
  /// The weighting as the spec writes it.
  package private(set) var weightingText: String
  package var training: TrainingSettings
  /// What the `parameters` declarations say.
  package let parameterSettings: [ParameterSettings]
  /// What of the spec this version cannot train, as an error; `nil` where it can train all of it.
  package let pending: Diagnostic?

  /// The stage that combines the losses: their sum where the spec names none.
  package var lossWeighting: any LossWeighting {
    for case let weighting as any LossWeighting in weightings { return weighting }
    return Registry.plainSum
  }
  /// The stage that combines the tasks' gradients, where there is one.
  package var gradientWeighting: (any Weighting)? {
    weightings.first { type(of: $0).level == .gradients }
  }

  /// Whether what is minimised is the plain sum of the losses.
  package var hasPlainSum: Bool {
    weightings.allSatisfy { type(of: $0) == type(of: Registry.plainSum) }
  }

  /// The model with the plain sum of the losses in place of its weighting.
  package var withPlainSum: CheckedModel {
    var model = self
    model.weightings = [Registry.plainSum]
    model.weightingText = type(of: Registry.plainSum).name
    return model
  }

  /// The data set of a name.
  package func dataSet(_ name: String) -> CheckedData? { dataSets.first { $0.name == name } }
}

/// One data set: where its rows come from, what its columns are, and what is held out.
package struct CheckedData: Sendable {
  package let name: String
  package let origin: RowOrigin
  /// The folder of the file that declares it, from that of the spec.
  package let folder: String
  /// Where the source is written, for messages about the file.
  package let range: SourceRange
  /// In the order of the block; columns that labels and masks of tasks compute stand at the end.
  package private(set) var columns: [CheckedColumn]
  /// The places of columns by name.
  private var places: [String: Int]
  package let split: any SplitRule
  package let splitRange: SourceRange
  package let rows: RowSpace
  /// The features that each set of columns has brought in, by the set's name.
  package let columnSets: [String: [String]]
  /// The line `*` for all other columns, where the header that it stands for is not known yet.
  package let openColumns: OpenColumns?

  init(
    name: String, origin: RowOrigin, folder: String, range: SourceRange, columns: [CheckedColumn],
    split: any SplitRule, splitRange: SourceRange, rows: RowSpace,
    columnSets: [String: [String]], openColumns: OpenColumns?
  ) {
    self.name = name
    self.origin = origin
    self.folder = folder
    self.range = range
    self.columns = columns
    self.split = split
    self.splitRange = splitRange
    self.rows = rows
    self.columnSets = columnSets
    self.openColumns = openColumns
    places = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds a column that a task computes.
  mutating func append(_ column: CheckedColumn) {
    if places[column.name] == nil { places[column.name] = columns.count }
    columns.append(column)
  }

  /// Whether the readers know the source, the columns and the split.
  package var isReadable: Bool {
    guard origin != .pending, split.isTrainable else { return false }
    return columns.allSatisfy { $0.type?.isTrainable ?? true }
  }

  /// The column of a name.
  package func column(_ name: String) -> CheckedColumn? { places[name].map { columns[$0] } }

  /// The most words of a row, where the data set has tokens.
  package var sequenceLength: Int? { columns.lazy.compactMap { $0.type?.words?.limit }.first }
}

/// The columns of a header that no line names, before the header is known.
package struct OpenColumns: Sendable {
  package let role: CheckedColumn.Role
  package let type: (any ColumnType)?
  package let range: SourceRange

  /// A column of the header, as the line declares all that are left.
  func column(_ name: String) -> CheckedColumn {
    CheckedColumn(name: name, role: role, type: type, source: .file, range: range)
  }
}

/// One column of a data set.
package struct CheckedColumn: Sendable {
  /// What a column is for.
  package enum Role: String, Sendable {
    case feature
    case label
    case column
    /// Computed for a task's label or mask; not a name of the spec.
    case computed
  }

  /// Where a row's value comes from.
  package enum Source: Sendable {
    /// The file's column of the same name.
    case file
    /// An expression over other columns of the row.
    case expression(RowExpression)
    /// The numbers of other columns, one after another.
    case columns([String])

    /// Whether the value is made of other values of the row.
    package var isMade: Bool { if case .file = self { false } else { true } }
  }

  package let name: String
  package let role: Role
  /// `nil` for text as it stands.
  package let type: (any ColumnType)?
  package let source: Source
  /// The line's names and type, for messages.
  package let range: SourceRange

  /// What an expression sees of the column.
  package var cell: CellKind { type?.cell ?? .text }
}

/// A value that a body reads.
package enum InputReference: Hashable, Sendable {
  /// Named columns that a step has to encode.
  case record(ColumnRecord)
  /// A column that is a tensor by itself, such as a picture.
  case column(data: String, column: String)
  /// The value of an input, that at the end of a declaration, or a named value of its body.
  case declaration(String, alias: String?)
}

/// An input as a body's header writes it.
package struct CheckedInput: Sendable {
  /// The name by which steps refer to it.
  package let name: String
  package let reference: InputReference
  package let range: SourceRange
}

/// Layers that several tasks use.
package struct CheckedShared: Sendable {
  package let name: String
  package let inputs: [CheckedInput]
  package let sharing: any Sharing
  package let body: CheckedBody
  package let range: SourceRange
}

/// The chains of a body.
package struct CheckedBody: Sendable {
  package var chains: [CheckedChain]

  package init(chains: [CheckedChain] = []) { self.chains = chains }
}

/// One line of a body.
package struct CheckedChain: Sendable {
  /// The named value that the line begins again with.
  package let start: String?
  package let steps: [CheckedStep]
}

/// One step with everything that it names resolved.
package struct CheckedStep: Sendable {
  /// What a step is.
  package enum Kind: Sendable {
    case layer(any Layer)
    case encoder(any RecordEncoder)
    case tokenReader(any TokenReader)
    /// A block's body, its parameters already put in.
    case block(CheckedBody)
  }

  package let kind: Kind
  /// The word that it is written with.
  package let name: String
  /// The names of its further operands.
  package let operands: [String]
  package let body: CheckedBody?
  package let assertedType: AssertedType?
  package let alias: String?
  package let range: SourceRange
  /// The one-based line of the spec.
  package let line: Int
}

/// A type that a step asserts.
package struct AssertedType: Sendable {
  package let dims: [Dim]
  package let isProbability: Bool
  package let range: SourceRange
}

/// A head: its body, what it minimises, what is reported of it and what it predicts.
package struct CheckedTask: Sendable {
  /// The task's name; that of a member of a family is `joint[torque1]`.
  package let name: String
  /// The family that it is a member of.
  package let family: String?
  package let isAuxiliary: Bool
  package let inputs: [CheckedInput]
  package let body: CheckedBody
  package let losses: [CheckedLoss]
  package let metrics: [CheckedMetric]
  package let outputs: [CheckedOutput]
  package let range: SourceRange
  package let line: Int
}

extension CheckedTask {
  /// The first metric that lies between 0 and 1, more being better.
  package var shareMetric: CheckedMetric? { metrics.first { type(of: $0.metric).isShare } }
}

/// One term of a task's loss.
package struct CheckedLoss: Sendable {
  package let factor: Double
  package let loss: any Loss
  package let target: Target
  /// The named value that it reads; `nil` for the end of the chain.
  package let prediction: String?
  /// The column of numbers that say how much each row counts; `nil` where all count alike.
  package let weight: String?
  package let range: SourceRange
}

/// A label with its mask: the columns of one data set that a loss or a metric compares with.
package struct Target: Hashable, Sendable {
  package let data: String
  package let label: String
  /// A column of flags; rows where it is false or missing have no label.
  package let mask: String?

  package init(data: String, label: String, mask: String?) {
    self.data = data
    self.label = label
    self.mask = mask
  }
}

/// One metric of a task.
package struct CheckedMetric: Sendable {
  /// As the spec writes it, less label and value: `accuracy`, `top_k(k: 3)`.
  package let name: String
  package let metric: any Metric
  package let target: Target
  package let prediction: String?
  /// How the value that it reads becomes a prediction.
  package let transform: PredictionTransform
}

/// A value that predictions contain.
package struct CheckedOutput: Sendable {
  /// The column of predictions that it becomes; several numbers add their class or place to it.
  package let name: String
  package let prediction: String?
  package let transform: PredictionTransform
  /// The label whose units and classes the value has, where it has.
  package let target: Target?
}

/// What the `train` block says, with defaults filled in.
package struct TrainingSettings: Sendable {
  /// How long a run lasts.
  package enum Length: Hashable, Sendable {
    case epochs(Int)
    case steps(Int)
  }

  /// The rows of a batch where the spec does not say.
  package static let defaultBatch = 64
  /// How long a run lasts where it does not.
  package static let defaultLength = Length.epochs(20)
  /// Where random numbers start where it does not.
  package static let defaultSeed: UInt64 = 0

  /// What the best epoch, the early stop and a plateau go by; `nil` for the tasks' mean validation loss.
  package struct Monitor: Hashable, Sendable {
    package let task: String
    /// A metric of the task; `nil` for its loss.
    package let metric: String?
    package let higherIsBetter: Bool

    package init(task: String, metric: String?, higherIsBetter: Bool) {
      self.task = task
      self.metric = metric
      self.higherIsBetter = higherIsBetter
    }
  }

  package var optimizer: any Optimizer
  package var schedule: any Schedule
  package var batch: Int
  package var length: Length
  package var clipping: (any Clipping)?
  package var penalty: (any Penalty)?
  package var monitor: Monitor?
  package var stopping: (any StoppingRule)?
  package var sampling: any Sampling
  /// The share of the moving average of the parameters that stays in a step; `nil` where none is kept.
  package var averageDecay: Double?
  package var memoryUse: any MemoryUse
  package var seed: UInt64
}
