import MTLGraph

/// An array of yes and no.
struct FlagsColumn: ArrayColumn {
  static let name = "flags"
  static let summary = "An array of yes and no"
  static let example = "label object: flags(16, 16)"

  let dims: [Dim]

  var cell: CellKind { .flag }

  func fit(_ sample: ColumnSample) -> ColumnEncoding { .flags }

  func valueType(in context: ColumnContext) -> ValueType { .flag(dims) }
}
