/// What the user may do, with the lines as they would then read.
extension TextRenderer {
  /// The most lines of an edit that are shown.
  private static let mostLines = 6

  /// A help line, and the edited lines where there are edits.
  func help(_ help: Diagnostic.Help, _ source: SourceText, _ width: Int) -> [String] {
    let head = style.paint("help", .help) + ": "
    let texts = VisibleText.lines(help.text).enumerated().map { index, line in
      (index == 0 ? head : blanks(6)) + line
    }
    guard !help.edits.isEmpty else { return texts }
    return texts + [gutter(width)] + edited(help.edits, source, width)
  }

  /// The lines that edits change, changed.
  private func edited(_ edits: [Diagnostic.Edit], _ source: SourceText, _ width: Int) -> [String] {
    let edits = edits.sorted { $0.range.start < $1.range.start }
    guard let first = edits.first, let last = edits.last else { return [] }
    let start = source.lineIndex(of: first.range.start)
    let end = source.lineIndex(of: last.range.end)
    let isRemoval = edits.allSatisfy { $0.replacement.isEmpty }
    if isRemoval, edits.count == 1, let lines = wholeLines(first.range, source) {
      return lines.prefix(TextRenderer.mostLines).map { removed($0, source, width) }
    }
    guard end - start < TextRenderer.mostLines else { return [] }
    let lines = EditedLines(source, start...end, edits).lines
    if isRemoval && start == end { return removal(lines, start, source, first, width) }
    var rows: [String] = []
    for (index, line) in lines.prefix(TextRenderer.mostLines).enumerated() {
      rows += marked(line, start + index, width)
    }
    return rows
  }

  /// The lines that a range is all of; `nil` where it begins or ends within one.
  private func wholeLines(_ range: SourceRange, _ source: SourceText) -> Range<Int>? {
    let start = source.lineIndex(of: range.start)
    let end = source.lineIndex(of: range.end)
    guard range.length > 0, range.start == source.lineStarts[start] else { return nil }
    if range.end == source.lineStarts[end] { return start..<end }
    return range.end == source.bytes.count ? start..<end + 1 : nil
  }

  /// A line that goes.
  private func removed(_ index: Int, _ source: SourceText, _ width: Int) -> String {
    let range = source.lineRange(index)
    let line = DisplayLine(source, line: index, around: range.start)
    return gutter(width, line: index, sign: "-", style.paint(line.text, .removed))
  }

  /// A line before and after something is taken out of it.
  private func removal(
    _ lines: [DisplayLine], _ index: Int, _ source: SourceText, _ edit: Diagnostic.Edit,
    _ width: Int
  ) -> [String] {
    guard var new = lines.first else { return [] }
    var old = DisplayLine(source, line: index, around: edit.range.start)
    old.narrow(around: old.cellIndex(of: edit.range.start))
    new.narrow(around: new.cellIndex(of: edit.range.start))
    return [
      gutter(width, line: index, sign: "-", style.paint(old.text, .removed)),
      gutter(width, line: index, sign: "+", style.paint(new.text, .inserted)),
    ]
  }

  /// An edited line with its new parts marked.
  private func marked(_ line: DisplayLine, _ index: Int, _ width: Int) -> [String] {
    var line = line
    line.narrow(around: line.cells.firstIndex { $0.mark != nil } ?? 0)
    let row = gutter(width, line: index, line.text)
    guard line.cells.contains(where: { $0.mark != nil }) else { return [row] }
    var marks = blanks(line.isCutBefore ? 3 : 0)
    for cell in line.cells {
      let sign = String(repeating: cell.mark ?? " ", count: cell.width)
      marks += cell.mark == nil ? sign : style.paint(sign, cell.mark == "+" ? .inserted : .replaced)
    }
    return [row, gutter(width, marks)]
  }
}

/// The lines of a source text as edits would leave them.
private struct EditedLines {
  private(set) var lines: [DisplayLine] = [DisplayLine()]

  init(_ source: SourceText, _ range: ClosedRange<Int>, _ edits: [Diagnostic.Edit]) {
    var offset = source.lineRange(range.lowerBound).start
    for edit in edits where edit.range.start >= offset {
      keep(source, SourceRange(max(offset, edit.range.start - 1000), edit.range.start))
      insert(edit.replacement, mark: edit.range.length == 0 ? "+" : "~")
      offset = edit.range.end
    }
    let end = source.lineRange(range.upperBound).end
    keep(source, SourceRange(offset, min(end, offset + 1000)))
  }

  /// Keeps bytes of the source, line by line.
  private mutating func keep(_ source: SourceText, _ range: SourceRange) {
    var start = range.start
    for offset in range.start..<range.end where source.bytes[offset] == 0x0A {
      lines[lines.count - 1].append(source, SourceRange(start, offset))
      lines.append(DisplayLine())
      start = offset + 1
    }
    lines[lines.count - 1].append(source, SourceRange(start, range.end))
  }

  /// Inserts new text.
  private mutating func insert(_ text: String, mark: Character) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { lines.append(DisplayLine()) }
      lines[lines.count - 1].append(line, mark: mark)
    }
  }
}
