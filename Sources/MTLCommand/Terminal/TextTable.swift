/// Rows of text in aligned columns: the first to the left, all others to the right unless told.
struct TextTable {
  private var rows: [[String]] = []
  private let leftColumns: Set<Int>

  /// A table without rows, some of whose columns are aligned to the left.
  init(leftColumns: Set<Int> = [0]) { self.leftColumns = leftColumns }

  /// Adds a row.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The rows as lines, each column as wide as its widest cell.
  var lines: [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column < widths.count {
          widths[column] = max(widths[column], cell.count)
        } else {
          widths.append(cell.count)
        }
      }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return leftColumns.contains(column) ? cell + padding : padding + cell
      }
      return TextTable.trimmed(cells.joined(separator: "  "))
    }
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
