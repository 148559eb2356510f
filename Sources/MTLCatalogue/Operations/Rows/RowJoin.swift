import MTLGraph

/// A row space that joins others, and its parts in their order.
package struct RowJoin: Hashable, Sendable {
  package let rows: RowSpace
  package let parts: [RowSpace]

  package init(rows: RowSpace, parts: [RowSpace]) {
    self.rows = rows
    self.parts = parts
  }

  /// The join that operations are tested on, and the rows of its spaces.
  static let sample = RowJoin(rows: RowSpace(2), parts: [RowSpace(0), RowSpace(1)])
  static let sampleCounts = [3, 1, 4]

  var description: String {
    "rows \(rows.index) of " + parts.map { String($0.index) }.joined(separator: ", ")
  }

  /// The rows before a part and those of it.
  func range(of part: Int, in step: ReferenceStep) -> Range<Int> {
    let counts = parts.map { step.rowCounts[$0.index] }
    let start = counts[..<part].reduce(0, +)
    return start..<start + counts[part]
  }

  func lowering(_ move: RowMove, of type: TensorType) -> Lowering {
    .kernel(.moveRows(move, parts: parts, perRow: type.elementsPerRow))
  }
}
