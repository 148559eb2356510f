import MTLGraph

/// An array of numbers.
struct NumbersColumn: ColumnType {
  static let name = "numbers"
  static let summary = "An array of numbers"
  static let details = """
    Its dimensions are those of the file's array, the rows left out.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("dimensions", .integer(1...65_536), repeated: true, "the array's dimensions")
  ]
  static let example = "label box: numbers(16, 16, 4)"
  var isTrainable: Bool { false }
  static let isTensor = true

  let dims: [Dim]

  init(_ arguments: Arguments) {
    dims = arguments.list("dimensions").map { .size(Int($0.number ?? 1)) }
  }

  var elementCount: Int { TensorType(dims: dims).elementsPerRow }

  func fit(_ sample: ColumnSample) -> ColumnEncoding { .numbers(offset: 0, scale: 1, missing: 0) }

  var cell: CellKind { .number }

  func valueType(in context: ColumnContext) -> ValueType {
    .number(dims)
  }
}
