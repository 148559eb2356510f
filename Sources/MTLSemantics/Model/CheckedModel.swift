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
  /// What the block says beside its columns.
  private final class Block: Sendable {
    let name: String
    let origin: RowOrigin
    let folder: String
    let range: SourceRange
    let split: any SplitRule
    let splitRange: SourceRange
    let columnSets: [String: [String]]
    let openColumns: OpenColumns?
    let sequenceLength: Int?

    init(
      name: String, origin: RowOrigin, folder: String, range: SourceRange, split: any SplitRule,
      splitRange: SourceRange, columnSets: [String: [String]], openColumns: OpenColumns?,
      sequenceLength: Int?
    ) {
      self.name = name
      self.origin = origin
      self.folder = folder
      self.range = range
      self.split = split
      self.splitRange = splitRange
      self.columnSets = columnSets
      self.openColumns = openColumns
      self.sequenceLength = sequenceLength
    }
  }

  private let block: Block
  package let rows: RowSpace
  /// In the order of the block; columns that labels and masks of tasks compute stand at the end.
  package private(set) var columns: [CheckedColumn]
  /// The places of columns by name.
  private var places: [String: Int]

  init(
    name: String, origin: RowOrigin, folder: String, range: SourceRange, columns: [CheckedColumn],
    split: any SplitRule, splitRange: SourceRange, rows: RowSpace,
    columnSets: [String: [String]], openColumns: OpenColumns?
  ) {
    block = Block(
      name: name, origin: origin, folder: folder, range: range, split: split,
      splitRange: splitRange, columnSets: columnSets, openColumns: openColumns,
      sequenceLength: columns.lazy.compactMap { $0.type?.words?.limit }.first)
    self.rows = rows
    self.columns = columns
    places = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package var name: String { block.name }
  package var origin: RowOrigin { block.origin }
  /// The folder of the file that declares it, from that of the spec.
  package var folder: String { block.folder }
  /// Where the source is written, for messages about the file.
  package var range: SourceRange { block.range }
  package var split: any SplitRule { block.split }
  package var splitRange: SourceRange { block.splitRange }
  /// The features that each set of columns has brought in, by the set's name.
  package var columnSets: [String: [String]] { block.columnSets }
  /// The line `*` for all other columns, where the header that it stands for is not known yet.
  package var openColumns: OpenColumns? { block.openColumns }
  /// The most words of a row, where the data set has tokens.
  package var sequenceLength: Int? { block.sequenceLength }

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
package final class CheckedColumn: Sendable {
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

  init(
    name: String, role: Role, type: (any ColumnType)?, source: Source, range: SourceRange
  ) {
    self.name = name
    self.role = role
    self.type = type
    self.source = source
    self.range = range
  }

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
package final class CheckedStep: Sendable {
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

  init(
    kind: Kind, name: String, operands: [String], body: CheckedBody?, assertedType: AssertedType?,
    alias: String?, range: SourceRange, line: Int
  ) {
    self.kind = kind
    self.name = name
    self.operands = operands
    self.body = body
    self.assertedType = assertedType
    self.alias = alias
    self.range = range
    self.line = line
  }
}

/// A type that a step asserts.
package struct AssertedType: Sendable {
  package let dims: [Dim]
  package let isProbability: Bool
  package let range: SourceRange
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
