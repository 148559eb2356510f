import MTLCatalogue
import MTLGraph

/// An `input`: one value that rows of several data sets feed.
package struct CheckedJoin: Sendable {
  package let name: String
  package let sources: [CheckedInput]
  package let joined: RowJoin
  /// The columns that it reads as they are, by their data sets: what is learnt of one is learnt of all.
  package let columns: [ColumnRecord.Source]
}

extension ModelAssembly {
  /// Builds the value that several sources feed, with rows of its own.
  package func join(
    _ name: String, _ sources: [CheckedInput], rows: RowSpace
  ) throws(TypeMismatch) -> BodyValue? {
    let values = sources.compactMap { value(of: $0.reference) }
    guard let first = values.first, values.count == sources.count else { return nil }
    let joined = RowJoin(rows: rows, parts: values.flatMap { parts(of: $0) })
    joins[rows] = joined
    let result: BodyValue
    switch first {
    case .record:
      let parts = values.flatMap { value -> [ColumnRecord.Source] in
        if case .record(let record) = value { record.sources } else { [] }
      }
      result = .record(ColumnRecord(name: name, sources: parts, rows: rows))
    case .tokens(_, let vocabulary):
      result = .tokens(try join(values.compactMap(tensor), joined), vocabulary: vocabulary)
    case .tensor(_, let isProbability):
      result = .tensor(try join(values.compactMap(tensor), joined), isProbability: isProbability)
    }
    define(name, as: result)
    return result
  }

  private func join(_ values: [Value], _ joined: RowJoin) throws(TypeMismatch) -> Value {
    let value = try builder.graph.joinRows(values, joined)
    guard values.contains(where: { builder.placeMask(of: $0) != nil }) else { return value }
    var masks: [Value] = []
    for part in values { masks.append(try builder.places(of: part)) }
    builder.setPlaceMask(try builder.graph.joinRows(masks, joined), of: value)
    return value
  }

  /// The row spaces that a value of a source has.
  private func parts(of value: BodyValue) -> [RowSpace] {
    switch value {
    case .record(let record): record.sources.compactMap { dataSets[$0.data]?.rows }
    case .tensor(let tensor, _), .tokens(let tensor, _):
      builder.graph.type(of: tensor).rows.map { [$0] } ?? []
    }
  }

  private func tensor(_ value: BodyValue) -> Value? {
    switch value {
    case .tensor(let tensor, _), .tokens(let tensor, _): tensor
    case .record: nil
    }
  }

  /// The join of a row space that joins others.
  func rowJoin(of rows: RowSpace) -> RowJoin? { joins[rows] }

  /// The rows of one data set of a value; the value itself where it has no others.
  package func select(_ rows: RowSpace, of value: Value) throws(TypeMismatch) -> Value {
    guard let own = builder.graph.type(of: value).rows, own != rows, let joined = joins[own],
      let part = joined.parts.firstIndex(where: { contains(rows, in: $0) })
    else { return value }
    let selected = try builder.graph.selectRows(of: part, in: joined, value)
    return try select(rows, of: selected)
  }

  private func contains(_ rows: RowSpace, in other: RowSpace) -> Bool {
    rows == other || joins[other]?.parts.contains { contains(rows, in: $0) } ?? false
  }
}
