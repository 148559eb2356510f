import MTLGraph

/// An array of numbers.
struct NumbersColumn: ArrayColumn {
  static let name = "numbers"
  static let summary = "An array of numbers"
  static let example = "label box: numbers(16, 16, 4)"

  let dims: [Dim]

  var cell: CellKind { .number }

  func fit(_ sample: ColumnSample) -> ColumnEncoding { .numbers(offset: 0, scale: 1, missing: 0) }

  func valueType(in context: ColumnContext) -> ValueType { .number(dims) }
}
