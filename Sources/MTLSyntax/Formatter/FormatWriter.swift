import MTLSource

/// Writes declarations, bodies and the lines of them.
struct FormatWriter {
  private(set) var output = ""
  /// How many columns the current line has.
  private(set) var column = 0
  /// Where the text of the current line begins.
  private(set) var lineIndent = 0
  /// How many line ends have been written.
  private var lineCount = 0

  init(capacity: Int) { output.reserveCapacity(capacity + capacity / 4) }

  /// Writes a text on the current line.
  mutating func write(_ text: String, _ width: Int) {
    output += text
    column += width
  }

  /// Writes a text of ASCII on the current line.
  mutating func write(_ text: String) { write(text, text.utf8.count) }

  /// Ends the current line and begins another one.
  mutating func newLine(_ indent: Int) {
    endLine()
    for _ in 0..<indent { output += " " }
    column = indent
    lineIndent = indent
  }

  /// Ends the current line.
  private mutating func endLine() {
    output += "\n"
    lineCount += 1
    column = 0
  }

  // MARK: Declarations

  /// Writes a whole file.
  mutating func writeFile(_ lines: [FormatLine], _ closing: [FormatComment]) {
    var wasOneLine = false
    for (index, line) in lines.enumerated() {
      let isOneLine = isShort(line)
      if index > 0, !(wasOneLine && isOneLine && stands(line, with: lines[index - 1])) { endLine() }
      writeDeclaration(line)
      wasOneLine = isOneLine
    }
    writeClosing(closing, isAfterLines: !lines.isEmpty)
  }

  /// Whether a declaration is written on one line.
  private func isShort(_ line: FormatLine) -> Bool {
    let width = FormatPiece.width(line.pieces).map { $0 + (line.head.map { $0.width + 1 } ?? 0) }
    return width.map { $0 <= Formatter.width } ?? false
  }

  /// Whether a declaration stands directly under the one before.
  private func stands(_ line: FormatLine, with other: FormatLine) -> Bool {
    line.kind == other.kind && !(line.leading.first?.hasBlankBefore ?? line.hasBlankBefore)
  }

  private mutating func writeDeclaration(_ line: FormatLine) {
    writeLeading(line, indent: 0, isFirst: true)
    column = 0
    lineIndent = 0
    writeContent(line, indent: 0, headWidth: line.head?.width ?? 0)
    endLine()
  }

  /// Writes the comments behind the last declaration.
  private mutating func writeClosing(_ comments: [FormatComment], isAfterLines: Bool) {
    for (index, comment) in comments.enumerated() {
      if comment.hasBlankBefore && (index > 0 || isAfterLines) { endLine() }
      write(comment.text)
      endLine()
    }
  }

  // MARK: Lines

  /// Writes the comments before a line, each on a line of its own, and the blank lines among them.
  private mutating func writeLeading(_ line: FormatLine, indent: Int, isFirst: Bool) {
    for (index, comment) in line.leading.enumerated() {
      if comment.hasBlankBefore && (index > 0 || !isFirst) { endLine() }
      write(String(repeating: " ", count: indent) + comment.text)
      endLine()
    }
    if line.hasBlankBefore && (!line.leading.isEmpty || !isFirst) { endLine() }
  }

  /// Writes the lines of a body.
  private mutating func writeLines(_ body: FormatBody, indent: Int) {
    let widths = headWidths(body.lines)
    for (index, line) in body.lines.enumerated() {
      var line = line
      if index == 0, line.leading.first?.isTrailing == true {
        write("  " + line.leading.removeFirst().text)
      }
      endLine()
      writeLeading(line, indent: indent, isFirst: index == 0)
      output += String(repeating: " ", count: indent)
      column = indent
      lineIndent = indent
      writeContent(line, indent: indent, headWidth: widths[index])
    }
    writeClosing(body, indent: indent)
  }

  /// Writes the comments before a closing brace.
  private mutating func writeClosing(_ body: FormatBody, indent: Int) {
    var comments = body.closing[...]
    if body.lines.isEmpty, let first = comments.first, first.isTrailing {
      write("  " + first.text)
      comments.removeFirst()
    }
    for (index, comment) in comments.enumerated() {
      if comment.hasBlankBefore && (index > 0 || !body.lines.isEmpty) { endLine() }
      newLine(indent)
      write(comment.text)
    }
  }

  /// How wide the first words of lines are with those of the lines that stand together.
  private func headWidths(_ lines: [FormatLine]) -> [Int] {
    var widths: [Int] = []
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, isAdjacent(lines[end], to: lines[end - 1]) { end += 1 }
      let width = lines[start..<end].map { $0.head?.width ?? 0 }.max() ?? 0
      widths += Array(repeating: width, count: end - start)
      start = end
    }
    return widths
  }

  private func isAdjacent(_ line: FormatLine, to other: FormatLine) -> Bool {
    line.kind == other.kind && !line.hasBlankBefore
      && !line.leading.contains { $0.hasBlankBefore }
  }

  /// Writes a line without its comments before it.
  private mutating func writeContent(_ line: FormatLine, indent: Int, headWidth: Int) {
    if let head = line.head {
      write(head.text, head.width)
      write(String(repeating: " ", count: headWidth - head.width + 1))
      writeHeadedValue(line.pieces)
    } else if line.kind == .chain {
      writeChain(line.pieces, indent: indent)
    } else {
      writeValue(line.pieces[...], under: indent + declarationIndent(line), tail: 0)
    }
    if let trailing = line.trailing { write("  " + trailing.text) }
  }

  /// Writes what follows the first word of a line, the comments between the two before it.
  private mutating func writeHeadedValue(_ pieces: [FormatPiece]) {
    let indent = column
    let comments = pieces.first?.comments ?? []
    if !comments.isEmpty {
      writeComments(comments, under: indent)
      newLine(indent)
    }
    writeValue(pieces.withoutFirstComments[...], under: indent, tail: 0)
  }

  /// Where the value of a declaration begins: behind its `=` or `from`, else behind its first word.
  private func declarationIndent(_ line: FormatLine) -> Int {
    guard case .declaration(let word) = line.kind else { return 0 }
    var width = 0
    for (index, piece) in line.pieces.enumerated() {
      width += piece.width ?? 0
      guard case .atom(let atom) = piece else { break }
      if atom.symbol == .assign || (word == .input && atom.text == "from") { return width + 1 }
      if word == .import && index == 0 { return width + 1 }
    }
    return Formatter.indent
  }

  /// Writes a body over several lines, from its opening brace to its closing one.
  mutating func writeBody(_ body: FormatBody) {
    let indent = lineIndent
    write(" {")
    writeLines(body, indent: indent + Formatter.indent)
    newLine(indent)
    write("}")
  }
}
