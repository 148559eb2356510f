import MTLGraph

/// An array of yes and no.
struct FlagsColumn: ColumnType {
  static let name = "flags"
  static let summary = "An array of yes and no"
  static let details = """
    Its dimensions are those of the file's array, the rows left out.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("dimensions", .integer(1...65_536), repeated: true, "the array's dimensions")
  ]
  static let example = "label object: flags(16, 16)"
  var isTrainable: Bool { false }
  static let isTensor = true

  let dims: [Dim]

  init(_ arguments: Arguments) {
    dims = arguments.list("dimensions").map { .size(Int($0.number ?? 1)) }
  }

  var elementCount: Int { TensorType(dims: dims).elementsPerRow }

  func fit(_ sample: ColumnSample) -> ColumnEncoding { .flags }

  var cell: CellKind { .flag }

  func valueType(in context: ColumnContext) -> ValueType {
    .flag(dims)
  }
}
