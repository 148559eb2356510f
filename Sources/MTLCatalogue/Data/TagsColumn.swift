import MTLGraph

/// One of several classes for each word of a text.
struct TagsColumn: ColumnType {
  static let name = "tags"
  static let summary = "One of several classes for each word of a text"
  static let details = """
    The classes are learnt from the training rows; a word without a tag is left out of the loss.
    """
  static let example = "label pos: tags = upos"
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    .classes(sample.textCounts.keys.sorted())
  }

  var cell: CellKind { .text }

  func valueType(in context: ColumnContext) -> ValueType {
    .category(
      places: [context.sequenceLength ?? .symbol("length(\(context.column))")],
      classes: context.classes.map { .size($0.count) } ?? .symbol("classes(\(context.column))"))
  }
}
