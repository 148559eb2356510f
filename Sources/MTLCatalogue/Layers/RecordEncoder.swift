import MTLGraph

/// A step that makes a vector of a record: how each column is written is its only say.
package protocol RecordEncoder: CatalogueEntry {
  /// How a column becomes numbers of the vector; throws where it cannot.
  func encode(column: String, _ type: ValueType) throws(TypeMismatch) -> ColumnForm
}

/// How a column stands in an encoded record.
package struct ColumnForm: Hashable, Sendable {
  /// Whether it is one number for each class rather than the value itself.
  package let isOneHot: Bool
  /// How many numbers it takes.
  package let width: Dim
}

/// Numbers and flags as they are, categories one-hot.
struct Encode: RecordEncoder {
  static let name = "encode"
  static let summary =
    "A record of columns as one vector: numbers and flags as they are, classes one-hot"
  static let details = """
    The columns follow in the order of the record. A category takes one place for each class and one \
    for missing and unseen ones; it has at most 256 classes.
    """
  static let example = "encode -> dense(64)"

  /// The most classes that are written one-hot.
  static let classLimit = 256

  init(_ arguments: Arguments) {}

  func encode(column: String, _ type: ValueType) throws(TypeMismatch) -> ColumnForm {
    switch type {
    case .number(let dims), .flag(let dims):
      return ColumnForm(isOneHot: false, width: dims.product)
    case .category(_, let classes):
      if let count = classes.size, count > Encode.classLimit {
        throw TypeMismatch(
          "`\(column)` has \(count) classes, and `encode` writes at most \(Encode.classLimit) one-hot",
          help: "keep frequent classes only, as in `category(min_count: 10)`")
      }
      return ColumnForm(isOneHot: true, width: classes + .size(1))
    }
  }
}
