import MTLGraph

/// What one cell of a column is, before scaling: what expressions in a data block see.
package enum CellKind: Hashable, Sendable {
  case number
  case text
  case flag
  /// Whole numbers 0 ..< count.
  case classNumber(count: Int)
  /// One of a few texts.
  case oneOf([String])

  /// What a cell must be, as messages say it.
  package var description: String {
    switch self {
    case .number: "a number"
    case .text: "a text"
    case .flag: "a flag (`0`, `1`, `true`, `false`, `yes` or `no`)"
    case .classNumber(let count): "a class number from 0 to \(count - 1)"
    case .oneOf(let classes):
      "one of " + classes.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
        + (classes.count > 8 ? ", ..." : "")
    }
  }
}

/// What is known of a column's training rows when it is fitted.
package struct ColumnSample: Sendable {
  /// The numbers that are there.
  package let numbers: [Double]
  /// How often each text occurs.
  package let textCounts: [String: Int]

  package init(numbers: [Double] = [], textCounts: [String: Int] = [:]) {
    self.numbers = numbers
    self.textCounts = textCounts
  }
}

/// How a column's cells become numbers of a batch: what is learnt from the training rows.
package enum ColumnEncoding: Hashable, Sendable {
  /// `(x - offset) / scale`; a missing feature counts as `missing`, in the file's units.
  case numbers(offset: Double, scale: Double, missing: Double)
  /// The class's number; a missing or unseen feature counts as the number after the last.
  case classes([String])
  /// 0 or 1; a missing feature counts as 0.
  case flags

  /// The class names of a category.
  package var classes: [String]? {
    if case .classes(let classes) = self { classes } else { nil }
  }
}

/// What is known around a column when its value's type is asked for.
package struct ColumnContext: Sendable {
  /// The column's full name, which an unknown dimension is called by.
  package let column: String
  /// The classes or the vocabulary, where the data have been read.
  package let classes: [String]?
  /// The length of the data set's sequences, where it has tokens.
  package let sequenceLength: Dim?

  package init(column: String, classes: [String]?, sequenceLength: Dim? = nil) {
    self.column = column
    self.classes = classes
    self.sequenceLength = sequenceLength
  }
}

/// The type of a column, as the line that declares it says.
package protocol ColumnType: CatalogueEntry {
  /// Whether bodies read a value of it as it is; others are read through an encoder.
  static var isTensor: Bool { get }

  /// Whether a cell says when something was.
  static var isTime: Bool { get }

  /// What one cell must be.
  var cell: CellKind { get }

  /// Whether its numbers are brought to another scale than the file's.
  var isScaled: Bool { get }

  /// Whether its numbers are brought to a mean of 0, so that about half of them are below it.
  var isCentered: Bool { get }

  /// How many numbers make one row's value.
  var elementCount: Int { get }

  /// The words that a cell's text is, where it is words; `nil` for a single value.
  var words: WordForm? { get }

  /// The column's value.
  func valueType(in context: ColumnContext) -> ValueType

  /// What is learnt from the training rows.
  func fit(_ sample: ColumnSample) -> ColumnEncoding
}

extension ColumnType {
  package static var isTensor: Bool { false }
  package static var isTime: Bool { false }
  package var isScaled: Bool { false }
  package var isCentered: Bool { false }
  package var elementCount: Int { 1 }
  package var words: WordForm? { nil }
}
