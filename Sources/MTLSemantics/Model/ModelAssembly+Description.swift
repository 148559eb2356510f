import MTLCatalogue
import MTLGraph

extension ModelAssembly {
  /// Whether a value is columns that no encoder has read.
  func isRecord(_ value: BodyValue) -> Bool { if case .record = value { true } else { false } }

  /// What kind of value this is, as messages say it.
  func kindPhrase(_ value: BodyValue) -> String {
    switch value {
    case .record: "columns"
    case .tokens: "tokens"
    case .tensor: "numbers"
    }
  }

  /// A value as messages say it.
  func phrase(_ value: BodyValue) -> String {
    switch value {
    case .record(let record) where record.sources.count == 1 && record.columns.count == 1:
      "the column `\(record.name).\(record.columns[0])`"
    case .record(let record): "a record of \(count(of: record)) of `\(record.name)`"
    case .tensor, .tokens: "`\(describe(value))`"
    }
  }

  /// A value's type as the language writes it.
  package func describe(_ value: BodyValue) -> String {
    switch value {
    case .record(let record):
      record.columns.count == 1 && !record.isOpen
        ? "the column \(record.name).\(record.columns[0])" : "a record of \(count(of: record))"
    case .tokens(let tokens, let vocabulary):
      ValueType.tokens(
        length: builder.graph.type(of: tokens).dims.first ?? .size(1), vocabulary: vocabulary
      ).description
    case .tensor(let tensor, let isProbability):
      PredictionType(dims: builder.graph.type(of: tensor).dims, isProbability: isProbability)
        .description
    }
  }

  private func count(of record: ColumnRecord) -> String {
    let count = record.columns.count
    if record.isOpen { return "the columns of the file" }
    return count == 1 ? "1 column" : "\(count) columns"
  }
}
