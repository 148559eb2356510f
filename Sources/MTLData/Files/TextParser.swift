import MTLFormats

/// Texts, each distinct one kept once; with classes, only these.
///
/// Cells are looked up by their bytes in a table of its own, so that no text is made for a cell that
/// has been seen before.
struct TextParser: CellParser {
  /// One distinct sequence of bytes.
  private struct Entry {
    let hash: UInt64
    let cell: CSVCell
    /// The place of its text; negative where it has none.
    let code: Int32
    let fault: CellFault?
  }

  private let isClosed: Bool
  private var codes: [Int32] = []
  private var names: [String]
  private var codeOfName: [String: Int32] = [:]
  private var entries: [Entry] = []
  /// Places of `entries` by hash, with linear probing; -1 is free.
  ///
  /// The count is a power of two.
  private var slots = [Int32](repeating: -1, count: 64)

  init(classes: [String]?, rowCount: Int) {
    isClosed = classes != nil
    names = classes ?? []
    codes.reserveCapacity(rowCount)
    for (code, name) in names.enumerated() where codeOfName[name] == nil {
      codeOfName[name] = Int32(clamping: code)
    }
  }

  var values: ColumnValues { .texts(TextValues(codes: codes, names: names)) }

  mutating func appendMissing() { codes.append(-1) }

  mutating func append(_ cell: CSVCell, _ text: Span<UInt8>, hash: UInt64, in table: CSVTable)
    -> CellFault?
  {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, TextParser.equal(entry.cell, text, in: table) {
        codes.append(entry.code)
        return entry.fault
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let entry = makeEntry(cell, hash: hash, in: table)
    slots[slot] = Int32(entries.count)
    entries.append(entry)
    if entries.count * 2 > slots.count { growSlots() }
    codes.append(entry.code)
    return entry.fault
  }

  /// An entry for bytes that have not been seen before; equal texts share a code all the same.
  private mutating func makeEntry(_ cell: CSVCell, hash: UInt64, in table: CSVTable) -> Entry {
    guard let name = try? table.text(at: cell) else {
      return Entry(hash: hash, cell: cell, code: -1, fault: .notText)
    }
    if let code = codeOfName[name] { return Entry(hash: hash, cell: cell, code: code, fault: nil) }
    if isClosed { return Entry(hash: hash, cell: cell, code: -1, fault: .undeclared) }
    let code = Int32(names.count)
    names.append(name)
    codeOfName[name] = code
    return Entry(hash: hash, cell: cell, code: code, fault: nil)
  }

  /// Doubles the table of slots.
  private mutating func growSlots() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// Whether a cell has the given bytes.
  private static func equal(_ cell: CSVCell, _ text: Span<UInt8>, in table: CSVTable) -> Bool {
    guard cell.length == text.count else { return false }
    let known = table.bytes.span.extracting(cell.range)
    for index in text.indices where known[index] != text[index] { return false }
    return true
  }
}
