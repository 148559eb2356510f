import MTLData
import MTLFormats

/// Goes through one column of a table once and sums it up.
///
/// What a cell is gets asked once for each different text, so that long columns of few texts cost
/// no more than their hashes.
struct ColumnScan {
  /// One of the different texts, and how many cells hold it.
  private struct Entry {
    let cell: CSVCell
    var count: Int
  }

  private let table: CSVTable
  private let place: Int
  private var summary: ColumnSummary
  private var numbers: [(value: Double, count: Int)] = []

  /// The summary of a column.
  static func summary(of place: Int, name: String, in table: CSVTable) -> ColumnSummary {
    var scan = ColumnScan(
      table: table, place: place,
      summary: ColumnSummary(name: name, rowCount: table.rowCount))
    for entry in scan.entries { scan.add(entry) }
    scan.finish()
    return scan.summary
  }

  private init(table: CSVTable, place: Int, summary: ColumnSummary) {
    self.table = table
    self.place = place
    self.summary = summary
  }

  /// The different texts, the most frequent first.
  private var entries: [Entry] {
    var places: [UInt64: Int] = [:]
    var entries: [Entry] = []
    let bytes = table.bytes.span
    for row in 0..<table.rowCount {
      let cell = table.cell(row: row, column: place)
      if cell.isEmpty { continue }
      let hash = StableHash.of(bytes.extracting(cell.range))
      if let known = places[hash] {
        entries[known].count += 1
      } else {
        places[hash] = entries.count
        entries.append(Entry(cell: cell, count: 1))
      }
    }
    return entries.sorted { ($1.count, $0.cell.offset) < ($0.count, $1.cell.offset) }
  }

  private mutating func add(_ entry: Entry) {
    guard let text = try? table.text(at: entry.cell) else {
      summary.undecodableCount += entry.count
      summary.cellCount += entry.count
      summary.counts.append(entry.count)
      return
    }
    if MissingText.words.contains(text) {
      summary.missingWords[text] = entry.count
      return
    }
    summary.cellCount += entry.count
    summary.counts.append(entry.count)
    if summary.texts.count < ColumnSummary.textLimit { summary.texts.append(text) }
    if ColumnScan.flags.contains(text.lowercased()) { summary.flagCount += entry.count }
    if let number = table.number(at: entry.cell) {
      summary.numberCount += entry.count
      if number == number.rounded() { summary.wholeCount += entry.count }
      numbers.append((number, entry.count))
    } else if DateText.isDate(text) {
      summary.dateCount += entry.count
    } else if text.split(separator: " ").count > 2 {
      summary.sentenceCount += entry.count
    }
  }

  /// The texts that a column of flags may hold, in small letters.
  private static let flags: Set<String> = ["0", "1", "true", "false", "yes", "no"]

  private mutating func finish() {
    guard let first = numbers.first else { return }
    var low = first.value
    var high = first.value
    for (value, _) in numbers {
      low = min(low, value)
      high = max(high, value)
    }
    summary.range = low...high
    summary.kurtosis = kurtosis
    if summary.isNumber { summary.firstNumbers = firstNumbers }
    summary.isCounter =
      summary.isWhole && summary.distinctCount == table.rowCount && table.rowCount > 2
      && countsRows
  }

  private var firstNumbers: [Double] {
    (0..<min(table.rowCount, ColumnSummary.numberLimit)).map { row in
      table.number(at: table.cell(row: row, column: place)) ?? .nan
    }
  }

  private var kurtosis: Double {
    let count = numbers.reduce(0.0) { $0 + Double($1.count) }
    let mean = numbers.reduce(0.0) { $0 + $1.value * Double($1.count) } / count
    var second = 0.0
    var fourth = 0.0
    for (value, times) in numbers {
      let square = (value - mean) * (value - mean)
      second += square * Double(times) / count
      fourth += square * square * Double(times) / count
    }
    return second > 0 ? fourth / (second * second) : 0
  }

  /// Whether each row's number is the one before, plus 1.
  private var countsRows: Bool {
    var previous: Double?
    for row in 0..<table.rowCount {
      let number = table.number(at: table.cell(row: row, column: place))
      if let previous, number != previous + 1 { return false }
      previous = number
    }
    return true
  }
}
