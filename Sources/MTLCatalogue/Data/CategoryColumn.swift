import MTLGraph

/// One of several classes.
struct CategoryColumn: ColumnType {
  static let name = "category"
  static let summary = "One of several classes"
  static let details = """
    `category` learns its classes from the training rows, in alphabetical order, those that occur at \
    least `min_count` times. `category(10)` has the classes 0 to 9, `category(["cat", "dog"])` those \
    texts, in that order. A missing or unseen class of a feature is a class of its own; that of a label \
    leaves the row out.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "classes", .either([.integer(1...1_048_576), .list(.text)]), required: false,
      "how many classes there are, or which"),
    .named(
      "min_count", .integer(1...Int.max), default: .integer(1),
      "how often a learnt class occurs at least"),
    .named(
      "hash", .integer(1...16_777_216),
      "how many places classes are hashed to, instead of being learnt"),
  ]
  static let example = "label digit: category(10)"

  private let declared: [String]?
  private let isNumbered: Bool
  private let minimumCount: Int
  /// The number of places that classes are hashed to; learnt or declared where it is `nil`.
  private let places: Int?

  init(_ arguments: Arguments) {
    places = arguments["hash"] == nil ? nil : arguments.integer("hash")
    minimumCount = max(arguments.integer("min_count"), 1)
    switch arguments["classes"] {
    case .integer(let count)?:
      declared = (0..<max(count, 1)).map(String.init)
      isNumbered = true
    case .list(let texts)?:
      declared = texts.map { if case .text(let text) = $0 { text } else { $0.description } }
      isNumbered = false
    default:
      declared = nil
      isNumbered = false
    }
  }

  /// Hashed classes cannot be read yet.
  var isTrainable: Bool { places == nil }

  var cell: CellKind {
    guard let declared else { return .text }
    return isNumbered ? .classNumber(count: declared.count) : .oneOf(declared)
  }

  func valueType(in context: ColumnContext) -> ValueType {
    if let places { return .category(places: [], classes: .size(places)) }
    guard let known = declared ?? context.classes else {
      return .category(places: [], classes: .symbol("classes(\(context.column))"))
    }
    return .category(places: [], classes: .size(known.count))
  }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    .classes(declared ?? sample.textCounts.vocabulary(minimumCount: minimumCount))
  }
}
