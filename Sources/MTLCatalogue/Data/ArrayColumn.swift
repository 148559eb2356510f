import MTLGraph

/// A column that holds an array for each row, in the dimensions that the spec gives.
protocol ArrayColumn: ColumnType {
  var dims: [Dim] { get }

  init(dims: [Dim])
}

extension ArrayColumn {
  /// What the dimensions are.
  package static var details: String {
    """
    Its dimensions are those of the file's array, the rows left out, or those that columns of one value \
    each are given, the last axis varying fastest.
    """
  }

  /// The dimensions, one after another.
  package static var parameters: [ParameterDeclaration] {
    [.positional("dimensions", .integer(1...65_536), repeated: true, "the array's dimensions")]
  }

  package static var isTensor: Bool { true }

  package init(_ arguments: Arguments) {
    self.init(dims: arguments.list("dimensions").map { .size(Int($0.number ?? 1)) })
  }

  package var elementCount: Int { TensorType(dims: dims).elementsPerRow }
}
