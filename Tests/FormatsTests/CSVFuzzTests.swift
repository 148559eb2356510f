import MTLFormats
import Testing

@Suite struct CSVFuzzTests {
  @Test func randomTablesComeBack() throws {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<300 {
      let delimiter = CSVOptions.Delimiter.allCases.randomElement(using: &generator) ?? .comma
      let rows = randomRows(using: &generator)
      let text = written(rows, delimiter: delimiter, using: &generator)
      let options = CSVOptions(delimiter: delimiter, hasHeader: false)
      let table = try CSVReader.read(Array(text.utf8), name: "x.csv", options: options)
      #expect(table.rowCount == rows.count)
      for (row, cells) in rows.enumerated() {
        for (column, expected) in cells.enumerated() {
          #expect(try table.text(at: table.cell(row: row, column: column)) == expected)
        }
      }
    }
  }

  @Test func damagedTablesNeverCrash() {
    let text = "\u{feff}a,\"b\"\"c\", d \r\n1.5,\"x\ny\",é\n\n-2e5,\"\",\"z\"\n"
    for copy in damagedCopies(of: Array(text.utf8), count: 500, seed: 9) {
      for hasHeader in [false, true] {
        let options = CSVOptions(hasHeader: hasHeader)
        guard let table = try? CSVReader.read(copy, name: "x.csv", options: options) else {
          continue
        }
        for row in 0..<table.rowCount {
          for column in 0..<table.columnCount {
            let cell = table.cell(row: row, column: column)
            _ = try? table.text(at: cell)
            _ = table.number(at: cell)
            _ = table.position(of: cell)
          }
        }
      }
    }
  }

  private func randomRows(using generator: inout SeededGenerator) -> [[String]] {
    let columnCount = Int.random(in: 1...4, using: &generator)
    let alphabet = ["a", "1", ".", " ", ",", ";", "\t", "\"", "\n", "\r", "é", "😀"]
    return (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      (0..<columnCount).map { _ in
        (0..<Int.random(in: 0..<5, using: &generator))
          .compactMap { _ in alphabet.randomElement(using: &generator) }.joined()
      }
    }
  }

  /// Writes rows with line ends, blank lines, blanks and quotes in all the ways there are.
  private func written(
    _ rows: [[String]], delimiter: CSVOptions.Delimiter, using generator: inout SeededGenerator
  ) -> String {
    let lineEnds = ["\n", "\r\n", "\r", "\n\n", "\n \r\n"]
    let separator = String(Unicode.Scalar(delimiter.rawValue))
    var text = ""
    for cells in rows {
      let parts = cells.map { cell in
        let blanks = String(repeating: " ", count: Int.random(in: 0..<2, using: &generator))
        let isPlain = cell.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." } && cell != ""
        let isQuoted = !isPlain || Bool.random(using: &generator)
        let doubled = cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        return blanks + (isQuoted ? "\"\(doubled)\"" : cell) + blanks
      }
      text += parts.joined(separator: separator)
      text += lineEnds.randomElement(using: &generator) ?? "\n"
    }
    return text
  }
}
