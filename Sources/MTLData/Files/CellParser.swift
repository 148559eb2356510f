import MTLCatalogue
import MTLFormats

/// Why a cell is not a value of its column.
enum CellFault: Hashable {
  /// The text is not of the column's kind.
  case unreadable
  /// The class is none of the column's.
  case undeclared
  /// The bytes are not UTF-8.
  case notText
}

/// Where the cells of one column lie, and which of them are no values.
struct CellSource {
  let table: CSVTable
  /// The column's place in the file.
  let place: Int
  /// The stable hash of the column's name.
  let nameHash: UInt64
  /// Texts that say in so many words that there is no value.
  let missing: [[UInt8]]

  /// Whether a cell has no value.
  @inline(__always)
  func isMissing(_ text: Span<UInt8>) -> Bool {
    if text.isEmpty { return true }
    for word in missing where word.count == text.count {
      var isEqual = true
      for index in text.indices where text[index] != word[index] { isEqual = false }
      if isEqual { return true }
    }
    return false
  }
}

/// A cell that is not a value of its column.
struct BadCell {
  let fault: CellFault
  let cell: CSVCell
}

/// Turns the cells of one column into values, row after row.
protocol CellParser {
  /// Appends a missing value.
  mutating func appendMissing()

  /// Appends the value of a cell, or a missing value where it is not one.
  ///
  /// - Parameters:
  ///   - cell: Where the cell lies.
  ///   - text: The cell's bytes.
  ///   - hash: The stable hash of these bytes.
  mutating func append(
    _ cell: CSVCell, _ text: Span<UInt8>, hash: UInt64, in table: CSVTable
  ) -> CellFault?

  /// Appends the values of some rows and adds their cells to the hashes of the rows.
  ///
  /// It is asked of a parser as a whole so that its loop is compiled for each kind of cell.
  mutating func append(
    _ rows: Range<Int>, of source: CellSource, contents: inout [UInt64]
  ) -> [BadCell]

  /// The values so far.
  var values: ColumnValues { get }
}

extension CellParser {
  mutating func append(
    _ rows: Range<Int>, of source: CellSource, contents: inout [UInt64]
  ) -> [BadCell] {
    let table = source.table
    let bytes = table.bytes.span
    var found: [BadCell] = []
    for row in rows {
      let cell = table.cell(row: row, column: source.place)
      let text = bytes.extracting(cell.range)
      let hash = StableHash.of(text)
      contents[row] &+= StableHash.cell(hash, column: source.nameHash)
      if source.isMissing(text) {
        appendMissing()
      } else if let fault = append(cell, text, hash: hash, in: table) {
        found.append(BadCell(fault: fault, cell: cell))
      }
    }
    return found
  }
}

extension CellKind {
  /// A parser for cells of this kind.
  func makeParser(rowCount: Int) -> any CellParser {
    switch self {
    case .number: NumberParser(rowCount: rowCount)
    case .flag: FlagParser(rowCount: rowCount)
    case .classNumber(let count): ClassNumberParser(classCount: count, rowCount: rowCount)
    case .text: TextParser(classes: nil, rowCount: rowCount)
    case .oneOf(let classes): TextParser(classes: classes, rowCount: rowCount)
    }
  }
}

/// Numbers as `DecimalNumber` reads them.
struct NumberParser: CellParser {
  private var numbers: [Double] = []

  init(rowCount: Int) { numbers.reserveCapacity(rowCount) }

  var values: ColumnValues { .numbers(numbers) }

  mutating func appendMissing() { numbers.append(.nan) }

  mutating func append(_ cell: CSVCell, _ text: Span<UInt8>, hash: UInt64, in table: CSVTable)
    -> CellFault?
  {
    let number = DecimalNumber.parse(text)
    numbers.append(number ?? .nan)
    return number == nil ? .unreadable : nil
  }
}

/// Whole numbers below the number of classes; `3.0` is 3.
struct ClassNumberParser: CellParser {
  private let classCount: Int
  private var numbers: [Int32] = []

  init(classCount: Int, rowCount: Int) {
    self.classCount = classCount
    numbers.reserveCapacity(rowCount)
  }

  var values: ColumnValues { .classNumbers(numbers) }

  mutating func appendMissing() { numbers.append(-1) }

  mutating func append(_ cell: CSVCell, _ text: Span<UInt8>, hash: UInt64, in table: CSVTable)
    -> CellFault?
  {
    guard let number = DecimalNumber.parse(text) else {
      numbers.append(-1)
      return .unreadable
    }
    guard let classNumber = Int32(exactly: number), (0..<classCount).contains(Int(classNumber))
    else {
      numbers.append(-1)
      return .undeclared
    }
    numbers.append(classNumber)
    return nil
  }
}

/// `1`, `true`, `yes`, `0`, `false` and `no`, in any case of letters.
struct FlagParser: CellParser {
  private var flags: [Int8] = []

  init(rowCount: Int) { flags.reserveCapacity(rowCount) }

  var values: ColumnValues { .flags(flags) }

  mutating func appendMissing() { flags.append(-1) }

  mutating func append(_ cell: CSVCell, _ text: Span<UInt8>, hash: UInt64, in table: CSVTable)
    -> CellFault?
  {
    let flag = FlagParser.flag(text)
    flags.append(flag ?? -1)
    return flag == nil ? .unreadable : nil
  }

  private static func flag(_ text: Span<UInt8>) -> Int8? {
    if text.count == 1, text[0] == UInt8(ascii: "0") { return 0 }
    if text.count == 1, text[0] == UInt8(ascii: "1") { return 1 }
    if yes.contains(where: { spells(text, $0) }) { return 1 }
    return no.contains { spells(text, $0) } ? 0 : nil
  }

  private static let yes = [Array("true".utf8), Array("yes".utf8)]
  private static let no = [Array("false".utf8), Array("no".utf8)]

  /// Whether a text is a word of small letters, in any case.
  private static func spells(_ text: Span<UInt8>, _ word: [UInt8]) -> Bool {
    guard text.count == word.count else { return false }
    for index in text.indices where text[index] | 0x20 != word[index] { return false }
    return true
  }
}
