/// The rows of one data set in a step: how many there are is known only when the step runs.
///
/// A plan reserves room for the largest batch; instructions read the count of each row space from a
/// table.
package struct RowSpace: Hashable, Sendable {
  /// The index in the table of row counts.
  package let index: Int

  package init(_ index: Int) { self.index = index }
}

/// The type of a graph value: an optional task axis, an optional batch axis, and its own dimensions.
///
/// In memory the axes lie in this order, row-major: `[lanes, rows, dims...]`. Every element is a
/// number; class and row numbers are whole numbers stored as such, exact up to 2^24 in `Float`.
package struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The length of the leading task axis of cotangents; `nil` without one.
  package var lanes: Int?
  /// The batch axis; `nil` for parameters and scalars.
  package var rows: RowSpace?
  /// The dimensions after the batch axis.
  package var dims: [Dim]

  package init(rows: RowSpace? = nil, dims: [Dim], lanes: Int? = nil) {
    self.rows = rows
    self.dims = dims
    self.lanes = lanes
  }

  /// A type with known dimensions.
  package init(rows: RowSpace? = nil, _ dims: [Int]) {
    self.init(rows: rows, dims: dims.map { .size($0) })
  }

  /// One number.
  package static var scalar: TensorType { TensorType(dims: []) }

  /// Whether this is one number, the same for every row.
  package var isScalar: Bool { rows == nil && dims.isEmpty }

  /// The dimensions as numbers, where all are known.
  package var sizes: [Int]? {
    let sizes = dims.compactMap(\.size)
    return sizes.count == dims.count ? sizes : nil
  }

  /// The number of elements in one row, or in all where there is no batch axis; 0 while unknown.
  package var elementsPerRow: Int { dims.knownProduct ?? 0 }

  /// The same type without its task axis.
  package var withoutLanes: TensorType { TensorType(rows: rows, dims: dims) }

  /// The dimensions as the language writes them, without the batch: `Float[28, 28, 1]`.
  package var description: String {
    "Float[" + dims.map(\.description).joined(separator: ", ") + "]"
  }

  /// The whole type as a graph's text form writes it: `[lanes 3, rows 0, 28, 28, 1]`.
  package var fullDescription: String {
    var parts: [String] = []
    if let lanes { parts.append("lanes \(lanes)") }
    if let rows { parts.append("rows \(rows.index)") }
    parts += dims.map(\.description)
    return "[" + parts.joined(separator: ", ") + "]"
  }
}

/// A number of elements that may depend on a row count: `perRow` times the rows of a space.
package struct Extent: Hashable, Sendable {
  package let rows: RowSpace?
  package let perRow: Int

  package init(_ perRow: Int, rows: RowSpace? = nil) {
    self.perRow = perRow
    self.rows = rows
  }

  /// The elements of a value of a type.
  package init(of type: TensorType) {
    self.init(type.elementsPerRow, rows: type.rows)
  }

  /// The number for given row counts.
  package func count(_ rowCounts: [Int]) -> Int {
    guard let rows else { return perRow }
    return perRow * rowCounts[rows.index]
  }
}
