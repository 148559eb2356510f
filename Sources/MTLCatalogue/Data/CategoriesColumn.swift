import MTLGraph

/// An array that holds one of several classes at each place.
struct CategoriesColumn: ColumnType {
  static let name = "categories"
  static let summary = "An array that holds one of several classes at each place"
  static let details = """
    The classes are 0 to `classes` - 1, such as what each pixel of a picture shows. Its dimensions are \
    those of the file's array, the rows left out, or those that columns of the type `category(13)` are \
    given, row by row.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("dimensions", .integer(1...65_536), repeated: true, "the array's dimensions"),
    .named("classes", .integer(1...65_536), required: true, "how many classes there are"),
  ]
  static let example = "label object: categories(64, 64, classes: 13)"

  private let dims: [Dim]
  private let count: Int

  init(_ arguments: Arguments) {
    dims = arguments.list("dimensions").map { .size(Int($0.number ?? 1)) }
    count = max(arguments.integer("classes"), 1)
  }

  var cell: CellKind { .classNumber(count: count) }

  var elementCount: Int { TensorType(dims: dims).elementsPerRow }

  func valueType(in context: ColumnContext) -> ValueType {
    .category(places: dims, classes: .size(count))
  }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    .classes((0..<count).map(String.init))
  }
}
