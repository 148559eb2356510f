import MTLSemantics

/// Writes what a feed says of chosen rows, for an input of a graph.
///
/// All values are encoded when the writer is made and lie row by row; writing copies them and expands
/// classes. It allocates nothing, locks nothing and looks nothing up by name.
package struct FeedWriter: Sendable {
  /// What follows in a row.
  private enum Part: Sendable {
    /// Numbers that are copied.
    case values(Int)
    /// One class number that becomes a vector with a 1 at its place.
    case oneHot(Int)

    /// The number of floats that are written.
    var width: Int {
      switch self {
      case .values(let count), .oneHot(let count): count
      }
    }

    /// The number of floats that are kept.
    var packedWidth: Int {
      switch self {
      case .values(let count): count
      case .oneHot: 1
      }
    }
  }

  /// The numbers of floats that one row makes.
  package let width: Int

  private let rowCount: Int
  private let packedWidth: Int
  private let packed: [Float]
  private let parts: [Part]

  /// Encodes the columns of a feed.
  ///
  /// - Parameters:
  ///   - feed: A feed of the table's data set.
  ///   - table: The rows.
  package init(_ feed: Feed, table: DataTable) {
    rowCount = table.rowCount
    switch feed {
    case .record(_, let columns):
      (packed, parts) = FeedWriter.record(columns, table)
    case .feature(_, let column):
      packed = table.encodedValues(of: column, isLabel: false)
      parts = [.values(table.elementCount(of: column))]
    case .weight(_, let column):
      packed = table.plainValues(of: column).map { $0.isNaN ? 0 : Float($0) }
      parts = [.values(1)]
    case .label(let target):
      packed = table.encodedLabels(of: target)
      parts = [.values(table.elementCount(of: target.label))]
    case .presence(let target):
      packed = table.presence(target).map { $0 ? 1 : 0 }
      parts = [.values(table.presenceWidth(of: target.label))]
    }
    width = parts.reduce(0) { $0 + $1.width }
    packedWidth = parts.reduce(0) { $0 + $1.packedWidth }
  }

  /// Encodes the columns of a record side by side.
  private static func record(
    _ columns: [EncodedColumn], _ table: DataTable
  ) -> (packed: [Float], parts: [Part]) {
    let parts = columns.map { column in
      column.form == .oneHot ? Part.oneHot(column.width) : .values(column.width)
    }
    let stride = parts.reduce(0) { $0 + $1.packedWidth }
    var packed = Array(repeating: Float(0), count: stride * table.rowCount)
    var start = 0
    for (column, part) in zip(columns, parts) {
      let values = table.encodedValues(of: column.column, isLabel: false)
      let count = part.packedWidth
      precondition(
        values.count == table.rowCount * count,
        "column \(column.column) of \(table.name) has not \(count) values a row")
      for row in 0..<table.rowCount {
        for place in 0..<count {
          packed[row * stride + start + place] = values[row * count + place]
        }
      }
      start += count
    }
    return (packed, merged(parts))
  }

  /// Joins values that follow one another.
  private static func merged(_ parts: [Part]) -> [Part] {
    var merged: [Part] = []
    for part in parts {
      if case .values(let count) = part, case .values(let before)? = merged.last {
        merged[merged.count - 1] = .values(before + count)
      } else {
        merged.append(part)
      }
    }
    return merged
  }

  /// Writes the values of rows, one row after another.
  ///
  /// - Parameters:
  ///   - rows: Numbers of rows of the table.
  ///   - output: Where they go; at least `rows.count * width` floats, of which no more are changed.
  package func write(rows: Span<Int32>, into output: UnsafeMutableBufferPointer<Float>) {
    precondition(
      output.count >= rows.count * width,
      "\(output.count) floats do not hold \(rows.count) rows of \(width)")
    precondition(packed.count >= rowCount * packedWidth, "the encoded rows are incomplete")
    guard let first = output.baseAddress else { return }
    packed.withUnsafeBufferPointer { packed in
      guard let source = packed.baseAddress else { return }
      for index in rows.indices {
        let row = Int(rows[index])
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount) does not exist")
        write(source + row * packedWidth, to: first + index * width)
      }
    }
  }

  /// Writes the values of one row.
  @inline(__always)
  private func write(_ row: UnsafePointer<Float>, to start: UnsafeMutablePointer<Float>) {
    var (source, target) = (row, start)
    for part in parts {
      switch part {
      case .values(let count):
        target.update(from: source, count: count)
        source += count
        target += count
      case .oneHot(let count):
        target.update(repeating: 0, count: count)
        // The last place is for missing and unseen classes.
        if count > 0 { target[min(max(Int(source[0]), 0), count - 1)] = 1 }
        source += 1
        target += count
      }
    }
  }
}
