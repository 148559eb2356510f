/// One line of text as a terminal shows it, and which bytes of the source stand in which column.
struct DisplayLine {
  /// A character as shown.
  struct Cell {
    let text: String
    let width: Int
    /// Where the character begins in the source.
    let offset: Int
    /// The sign that stands under it in an edited line.
    var mark: Character?
  }

  /// The most columns of a line that are shown.
  static let widest = 140
  /// The most bytes of a line that are looked at on either side of what is marked.
  private static let reach = 1000

  private(set) var cells: [Cell] = []
  /// Where the bytes that were looked at end.
  private(set) var end = 0
  private(set) var isCutBefore = false
  private(set) var isCutAfter = false

  init() {}

  /// The line of a source text that has an index, cut far away from an offset.
  init(_ source: SourceText, line: Int, around focus: Int) {
    let full = source.lineRange(line)
    let focus = min(max(focus, full.start), full.end)
    let start = full.length <= 4 * DisplayLine.reach ? full.start : focus - DisplayLine.reach
    let stop = full.length <= 4 * DisplayLine.reach ? full.end : focus + DisplayLine.reach
    let range = SourceRange(max(full.start, start), min(full.end, stop))
    isCutBefore = range.start > full.start
    isCutAfter = range.end < full.end
    append(source, range)
  }

  /// How many columns the line takes.
  var width: Int { cells.reduce(0) { $0 + $1.width } }

  /// The text as shown.
  var text: String {
    (isCutBefore ? "..." : "") + cells.map { $0.text }.joined() + (isCutAfter ? "..." : "")
  }

  /// The column of an offset; behind the end, the line's width.
  func column(of offset: Int) -> Int {
    var column = isCutBefore ? 3 : 0
    for cell in cells {
      if cell.offset >= offset { return column }
      column += cell.width
    }
    return column + max(0, min(offset - end, 1))
  }

  /// Adds the bytes of a range.
  mutating func append(_ source: SourceText, _ range: SourceRange, mark: Character? = nil) {
    var offset = range.start
    while offset < range.end {
      let (scalar, length) = UTF8Decoder.scalar(in: source.bytes, at: offset)
      let byte = String(source.bytes[offset], radix: 16, uppercase: true)
      if let scalar {
        append(scalar, offset, mark)
      } else {
        append("\\x" + byte, byte.count + 2, offset, mark)
      }
      offset += length
    }
    end = range.end
  }

  /// Adds a text that stands nowhere in the source.
  mutating func append(_ text: Substring, mark: Character?) {
    for scalar in text.unicodeScalars { append(scalar, end, mark) }
  }

  private mutating func append(_ scalar: Unicode.Scalar, _ offset: Int, _ mark: Character?) {
    if scalar == "\t" {
      let count = 4 - width % 4
      append(String(repeating: " ", count: count), count, offset, mark)
    } else if HiddenCharacter.isHidden(scalar) {
      let escape = VisibleText.escape(scalar)
      append(escape, escape.count, offset, mark)
    } else {
      append(String(Character(scalar)), VisibleText.width(scalar), offset, mark)
    }
  }

  private mutating func append(_ text: String, _ width: Int, _ offset: Int, _ mark: Character?) {
    cells.append(Cell(text: text, width: width, offset: offset, mark: mark))
  }

  /// Cuts the line to what is around a cell, where it is too wide.
  mutating func narrow(around focus: Int) {
    guard width > DisplayLine.widest else { return }
    let start = focus < DisplayLine.widest - 40 ? 0 : focus - 40
    let stop = min(cells.count, start + DisplayLine.widest - 6)
    if stop < cells.count {
      end = cells[stop].offset
      isCutAfter = true
    }
    if start > 0 { isCutBefore = true }
    cells = Array(cells[min(start, stop)..<stop])
  }

  /// The place of an offset among the cells.
  func cellIndex(of offset: Int) -> Int {
    cells.firstIndex { $0.offset >= offset } ?? cells.count
  }
}

extension SourceText {
  /// The range of a line by its zero-based index, its line end left out.
  package func lineRange(_ index: Int) -> SourceRange {
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    if end > start, end < bytes.count, bytes[end - 1] == 0x0D { end -= 1 }
    return SourceRange(start, end)
  }
}
