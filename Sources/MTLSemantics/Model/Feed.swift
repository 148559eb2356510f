import MTLCatalogue
import MTLGraph

/// What fills an input of a graph in each step: a description that the loader of batches carries out.
package enum Feed: Hashable, Sendable, CustomStringConvertible {
  /// The columns of a record, each encoded, one after another.
  case record(data: String, columns: [EncodedColumn])
  /// One column, encoded as a feature.
  case feature(data: String, column: String)
  /// A target's label, encoded: class numbers, flags, scaled numbers; 0 where it is missing or its
  /// mask is false.
  case label(Target)
  /// 1 where a target's label is there and its mask is true, else 0: for each row, or for each place
  /// of a label of words.
  case presence(Target)
  /// How much each row counts: a column of numbers as they are, 0 where there is none.
  case weight(data: String, column: String)

  /// The data set whose rows it reads.
  package var data: String {
    switch self {
    case .record(let data, _), .feature(let data, _), .weight(let data, _): data
    case .label(let target), .presence(let target): target.data
    }
  }

  /// The name of the graph's input.
  package var description: String {
    switch self {
    case .record(let data, let columns):
      "record \(data)(" + columns.map { "\($0.column):\($0.width)" }.joined(separator: ",") + ")"
    case .feature(let data, let column): "feature \(data).\(column)"
    case .label(let target): "label \(target.text)"
    case .presence(let target): "presence \(target.text)"
    case .weight(let data, let column): "weight \(data).\(column)"
    }
  }
}

extension Target {
  /// The label and its mask, as the names of inputs hold them.
  fileprivate var text: String { "\(data).\(label)" + (mask.map { " where \($0)" } ?? "") }
}

/// One column of an encoded record.
package struct EncodedColumn: Hashable, Sendable {
  /// How a column stands in the vector.
  package enum Form: Hashable, Sendable {
    /// The scaled number or the flag.
    case value
    /// 1 at the class's place; the last place is for missing and unseen classes.
    case oneHot
  }

  package let column: String
  package let form: Form
  package let width: Int

  package init(column: String, form: Form, width: Int) {
    self.column = column
    self.form = form
    self.width = width
  }
}
