import MTLGraph

/// A date, with the time of day if there is one.
struct TimeColumn: ColumnType {
  static let name = "time"
  static let summary = "A date, with the time of day if there is one"
  static let details = """
    As ISO 8601 writes it: `2026-11-21` or `2026-11-21T10:30:00`.
    """
  static let example = "column timestamp: time"
  static let isTime = true
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}

  func fit(_ sample: ColumnSample) -> ColumnEncoding { .numbers(offset: 0, scale: 1, missing: 0) }

  var cell: CellKind { .text }

  func valueType(in context: ColumnContext) -> ValueType {
    .number([.size(1)])
  }
}
