import MTLFormats
import Testing

@Suite struct CSVReaderTests {
  private func read(
    _ text: String, delimiter: CSVOptions.Delimiter = .comma, hasHeader: Bool = false
  ) throws(FormatError) -> CSVTable {
    let options = CSVOptions(delimiter: delimiter, hasHeader: hasHeader)
    return try CSVReader.read(Array(text.utf8), name: "x.csv", options: options)
  }

  private func texts(_ table: CSVTable) throws(FormatError) -> [[String]] {
    var rows: [[String]] = []
    for row in 0..<table.rowCount {
      var cells: [String] = []
      for column in 0..<table.columnCount {
        cells.append(try table.text(at: table.cell(row: row, column: column)))
      }
      rows.append(cells)
    }
    return rows
  }

  @Test(arguments: [
    ("", []), ("\n", []), (" \r\n\t\n", []), ("\u{feff}", []),
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]), ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("\u{feff}a\nb", [["a"], ["b"]]), ("\u{feff}\"a\"\nb", [["a"], ["b"]]),
    (" a ,\tb\t\n  c c  ,", [["a", "b"], ["c c", ""]]), (",\n,", [["", ""], ["", ""]]),
    ("a\n\n \n\r\n\nb\n\n", [["a"], ["b"]]), ("\"\"\nx", [[""], ["x"]]),
    ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]), ("\"\"\"\"\n", [["\""]]),
    ("\"\"\"\"\"\",x\n", [["\"\"", "x"]]),
    ("\"a\nb\r\nc\",d\ne,f", [["a\nb\r\nc", "d"], ["e", "f"]]),
    (" \" a \" , b\n", [[" a ", "b"]]), ("5\" pipe,a\"b\"\n", [["5\" pipe", "a\"b\""]]),
    ("é,😀\n", [["é", "😀"]]), ("a\0b,c", [["a\0b", "c"]]),
  ])
  func cells(_ text: String, _ expected: [[String]]) throws {
    let table = try read(text)
    #expect(try texts(table) == expected)
    #expect(table.header == nil)
  }

  @Test func otherDelimiters() throws {
    #expect(
      try texts(read("a, b\t \t c\n\t\t\n", delimiter: .tab)) == [
        ["a, b", "", "c"], ["", "", ""],
      ])
    #expect(try texts(read("1,5;\t2;\"x;y\"\n", delimiter: .semicolon)) == [["1,5", "2", "x;y"]])
  }

  @Test func headerNamesColumns() throws {
    let table = try read("\n\"x \"\"1\"\"\", y\n1,2\n", hasHeader: true)
    #expect(table.header == ["x \"1\"", "y"])
    #expect(table.rowCount == 1 && table.columnCount == 2)
    #expect(try read("a,b\n", hasHeader: true).rowCount == 0)
    let error = #expect(throws: FormatError.self) { try read(" \n", hasHeader: true) }
    #expect(error?.message.contains("empty") == true)
  }

  @Test func numbersAndFlags() throws {
    let table = try read("1.5,\"-2e3\",x,,\"\",\" 1\",nan,\"a\"\"b\"")
    let cells = (0..<8).map { table.cell(row: 0, column: $0) }
    #expect(cells.map { table.number(at: $0) } == [1.5, -2000, nil, nil, nil, nil, nil, nil])
    #expect(
      cells.map(\.isQuoted) == [false, true, false, false, true, true, false, true])
    #expect(cells.map(\.isEmpty) == [false, false, false, true, true, false, false, false])
    #expect(
      cells.map(\.hasDoubledQuotes) == [false, false, false, false, false, false, false, true])
  }

  @Test func positions() throws {
    let table = try read("\u{feff}a,b\n\n\"1\n2\", é \r\n😀 , \"x\"\rc,d")
    #expect((0..<4).map { table.lineNumber(row: $0) } == [1, 3, 5, 6])
    let places = [(0, 1), (1, 0), (1, 1), (2, 1), (3, 1)].map { row, column in
      let place = table.position(of: table.cell(row: row, column: column))
      return [place.line, place.column]
    }
    #expect(places == [[1, 3], [3, 1], [4, 5], [5, 5], [6, 3]])
    let error = table.error(at: table.cell(row: 1, column: 1), "`é` is no number")
    #expect(error.description == "x.csv:4:5: `é` is no number")
  }

  @Test(arguments: [
    ("a,b\n1\n", "x.csv:2: the row has 1 cell, but the first line of the table has 2"),
    (
      "a,b\n\n1,2\n\"x\ny\",3,4",
      "x.csv:4: the row has 3 cells, but the first line of the table has 2"
    ),
    ("a\n b, \"c\n", "x.csv:2:5: the quote that opens here is never closed"),
    ("\"a\"b\n", "x.csv:1:4: text follows a closing quote; a quote within quotes must be doubled"),
    (
      "\"a\" \"b\"",
      "x.csv:1:5: text follows a closing quote; a quote within quotes must be doubled"
    ),
  ])
  func rejected(_ text: String, _ description: String) {
    let error = #expect(throws: FormatError.self) { try read(text) }
    #expect(error?.description == description)
  }

  @Test func limits() throws {
    let options = CSVOptions(hasHeader: false, columnLimit: 2, cellSizeLimit: 3, sizeLimit: 12)
    for (text, message) in [
      ("a,b,c", "more cells than the limit of 2"), ("a,abcd", "larger than the limit of 3"),
      ("a,\"abcd\"", "larger than the limit of 3"), ("aaa,bbb\ncc,ddd", "limit of 12 bytes"),
    ] {
      let error = #expect(throws: FormatError.self) {
        try CSVReader.read(Array(text.utf8), name: "x.csv", options: options)
      }
      #expect(error?.message.contains(message) == true)
    }
    _ = try CSVReader.read(Array("abc,abc\n1,2".utf8), name: "x.csv", options: options)
    #expect(CSVOptions(columnLimit: .max, cellSizeLimit: .max, sizeLimit: .max) == CSVOptions())
    #expect(throws: FormatError.self) { try read(String(repeating: ",", count: 65_536)) }
    #expect(try read(String(repeating: ",", count: 65_535)).columnCount == 65_536)
  }

  @Test func textThatIsNotUTF8() throws {
    let bytes: [UInt8] = Array("a,b\nc, ".utf8) + [0xFF, 0x0A]
    let table = try CSVReader.read(bytes, name: "x.csv")
    let error = #expect(throws: FormatError.self) {
      try table.text(at: table.cell(row: 0, column: 1))
    }
    #expect(error?.description == "x.csv:2:4: the cell is not valid UTF-8")
    for start: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF], [0x61, 0x2C, 0xC0]] {
      #expect(throws: FormatError.self) { try CSVReader.read(start + [0x61], name: "x.csv") }
    }
  }
}
