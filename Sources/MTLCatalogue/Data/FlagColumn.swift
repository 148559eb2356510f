import MTLGraph

/// Yes or no.
struct FlagColumn: ColumnType {
  static let name = "flag"
  static let summary = "Yes or no"
  static let details = """
    In a file `1`, `true`, `yes`, `0`, `false` and `no`, in any case of letters. A missing feature counts \
    as no.
    """
  static let example = "label even: flag = digit % 2 == 0"

  init(_ arguments: Arguments) {}

  var cell: CellKind { .flag }

  func valueType(in context: ColumnContext) -> ValueType { .flag([.size(1)]) }

  func fit(_ sample: ColumnSample) -> ColumnEncoding { .flags }
}
