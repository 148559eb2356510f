import MTLSource

/// Writes what follows the word of a line, broken where it is too long.
extension FormatWriter {
  /// Writes pieces; a broken line goes on under a column, and some columns stay free at the end.
  mutating func writeValue(_ pieces: ArraySlice<FormatPiece>, under indent: Int, tail: Int) {
    if fits(pieces, tail) { return writeFlat(pieces) }
    if let index = pieces.firstIndex(where: { $0.isBody }) {
      return writeAroundBody(pieces, at: index, under: indent, tail: tail)
    }
    guard let level = loosestLevel(in: pieces) else {
      return writeUnbroken(pieces, under: indent, tail: tail)
    }
    let fragments = fragments(of: pieces, at: level)
    for (index, fragment) in fragments.enumerated() {
      let rest = index == fragments.count - 1 ? tail : 0
      if index > 0 { writeBreak(before: fragment, under: indent, tail: rest) }
      writeFragment(fragment, under: indent, tail: rest)
    }
  }

  /// The loosest level at which pieces can be broken; a comma at their end breaks nothing.
  private func loosestLevel(in pieces: ArraySlice<FormatPiece>) -> Int? {
    var loosest: Int?
    for (index, piece) in zip(pieces.indices, pieces) {
      guard let level = piece.breakLevel else { continue }
      let edge = level == FormatAtom.comma ? pieces.endIndex - 1 : pieces.startIndex
      if index != edge { loosest = min(loosest ?? level, level) }
    }
    return loosest
  }

  /// Writes a fragment, its operator apart from what follows it.
  private mutating func writeFragment(
    _ fragment: ArraySlice<FormatPiece>, under indent: Int, tail: Int
  ) {
    guard case .atom(let sign)? = fragment.first, let level = sign.breakLevel, level > 0 else {
      return writeElement(fragment, under: indent, tail: tail)
    }
    write(sign.text, sign.width)
    let operand = fragment.dropFirst()
    if let comments = operand.first?.comments, !comments.isEmpty {
      writeComments(comments, under: indent)
      newLine(indent)
    } else {
      write(" ")
    }
    writeElement(operand, under: indent, tail: tail)
  }

  /// Whether pieces fit into the current line.
  private func fits(_ pieces: ArraySlice<FormatPiece>, _ tail: Int) -> Bool {
    guard let width = FormatPiece.width(pieces) else { return false }
    return column + width + tail <= Formatter.width
  }

  /// Goes to the next line before a fragment that does not fit, or has comments before it.
  private mutating func writeBreak(
    before fragment: ArraySlice<FormatPiece>, under indent: Int, tail: Int
  ) {
    let comments = fragment.first?.comments ?? []
    let width = FormatPiece.width(fragment)
    if comments.isEmpty, let width, column + 1 + width + tail <= Formatter.width {
      write(" ")
      return
    }
    writeComments(comments, under: indent)
    let isOperator = (fragment.first?.breakLevel ?? 0) > 0
    newLine(isOperator ? max(0, indent - 2) : indent)
  }

  /// Writes the comments that stand inside a line.
  mutating func writeComments(_ comments: [FormatComment], under indent: Int) {
    for (index, comment) in comments.enumerated() {
      if comment.isTrailing && index == 0 { write("  ") } else { newLine(indent) }
      write(comment.text)
    }
  }

  /// The pieces cut behind commas, or before operators of one level.
  private func fragments(
    of pieces: ArraySlice<FormatPiece>, at level: Int
  ) -> [ArraySlice<FormatPiece>] {
    var fragments: [ArraySlice<FormatPiece>] = []
    var start = pieces.startIndex
    for index in pieces.indices where index > pieces.startIndex {
      let isBreak =
        level == FormatAtom.comma
        ? pieces[index - 1].breakLevel == level : pieces[index].breakLevel == level
      guard isBreak else { continue }
      fragments.append(pieces[start..<index])
      start = index
    }
    return fragments + [pieces[start...]]
  }

  /// Writes pieces between which no line can be broken; brackets that do not fit are broken.
  private mutating func writeUnbroken(
    _ pieces: ArraySlice<FormatPiece>, under indent: Int, tail: Int
  ) {
    for index in pieces.indices {
      let piece = pieces[index]
      let isFirst = index == pieces.startIndex
      switch piece {
      case .atom(let atom): writeAtom(atom, isFirst: isFirst, under: indent)
      case .body(let body): writeBody(body)
      case .group(let group):
        let reach = reach(of: pieces[index...], tail)
        let space = isFirst || !piece.hasSpace ? 0 : 1
        if let reach, column + reach <= Formatter.width {
          writeFlat(pieces[index...index], isFirst: isFirst)
        } else {
          if space > 0 { write(" ") }
          writeBroken(group)
        }
      }
    }
  }

  /// How many columns brackets and what follows them up to the next ones take.
  private func reach(of pieces: ArraySlice<FormatPiece>, _ tail: Int) -> Int? {
    guard let first = pieces.first, var reach = first.width else { return nil }
    for piece in pieces.dropFirst() {
      guard case .atom(let atom) = piece else { return reach + 1 }
      guard atom.comments.isEmpty else { return reach }
      reach += atom.width + (atom.hasSpace ? 1 : 0)
    }
    return reach + tail
  }

  private mutating func writeAtom(_ atom: FormatAtom, isFirst: Bool, under indent: Int) {
    if !isFirst, !atom.comments.isEmpty {
      writeComments(atom.comments, under: indent)
      newLine(indent)
    } else if !isFirst && atom.hasSpace {
      write(" ")
    }
    write(atom.text, atom.width)
  }

  /// Writes brackets with one element a line.
  private mutating func writeBroken(_ group: FormatGroup) {
    let indent = lineIndent
    let inner = indent + Formatter.indent
    write(group.open.text)
    for (index, element) in group.elements.enumerated() {
      writeComments(element.first?.comments ?? [], under: inner)
      newLine(inner)
      let isLast = index == group.elements.count - 1
      let hasComma = !isLast || group.takesTrailingComma
      writeElement(element[...], under: inner, tail: hasComma ? 1 : 0)
      if hasComma { write(",") }
    }
    writeComments(group.close.comments, under: inner)
    newLine(indent)
    write(group.close.text)
  }

  /// Writes an element whose comments have been written.
  private mutating func writeElement(
    _ element: ArraySlice<FormatPiece>, under indent: Int, tail: Int
  ) {
    writeValue(Array(element).withoutFirstComments[...], under: indent, tail: tail)
  }

  // MARK: Bodies and chains

  /// Writes what stands before a body, the body over several lines, and what stands behind it.
  private mutating func writeAroundBody(
    _ pieces: ArraySlice<FormatPiece>, at index: Int, under indent: Int, tail: Int
  ) {
    writeValue(pieces[..<index], under: indent, tail: 2)
    guard case .body(let body) = pieces[index] else { return }
    let isFlat = body.lines.isEmpty && body.width != nil
    if isFlat { writeFlat(pieces[index...index], isFirst: false) } else { writeBody(body) }
    let rest = pieces[(index + 1)...]
    guard let first = rest.first else { return }
    if first.hasSpace { write(" ") }
    writeValue(rest, under: lineIndent, tail: tail)
  }

  /// Writes a line of a chain; an arrow behind which a step does not fit becomes a line end.
  mutating func writeChain(_ pieces: [FormatPiece], indent: Int) {
    let steps = pieces.split { $0.isArrow }
    for (index, step) in steps.enumerated() {
      if index > 0 {
        let isShort = column + 4 + leastWidth(step) <= Formatter.width
        if isShort { write(" -> ") } else { newLine(indent) }
      }
      writeValue(step, under: indent, tail: 0)
    }
  }

  /// How many columns a step takes on the line where it begins.
  private func leastWidth(_ step: ArraySlice<FormatPiece>) -> Int {
    if let width = FormatPiece.width(step) { return width }
    let head = step.prefix { !$0.isBody }
    return (FormatPiece.width(head) ?? 0) + 2
  }

  // MARK: One line

  /// Writes pieces on the current line.
  private mutating func writeFlat(_ pieces: ArraySlice<FormatPiece>, isFirst: Bool = true) {
    for index in pieces.indices {
      let hasSpace = pieces[index].hasSpace && !(isFirst && index == pieces.startIndex)
      if hasSpace { write(" ", 1) }
      switch pieces[index] {
      case .atom(let atom): write(atom.text, atom.width)
      case .group(let group): writeFlat(group)
      case .body(let body): writeFlat(body)
      }
    }
  }

  private mutating func writeFlat(_ group: FormatGroup) {
    write(group.open.text, 1)
    for (index, element) in group.elements.enumerated() {
      if index > 0 { write(", ", 2) }
      writeFlat(element[...])
    }
    write(group.close.text, 1)
  }

  private mutating func writeFlat(_ body: FormatBody) {
    write("{ ", 2)
    if let line = body.lines.first {
      if let head = line.head { write(head.text + " ", head.width + 1) }
      writeFlat(line.pieces[...])
      write(" ", 1)
    }
    write("}", 1)
  }
}

extension FormatPiece {
  /// Whether it is a body.
  var isBody: Bool {
    if case .body = self { return true }
    return false
  }

  /// Whether it is an arrow.
  var isArrow: Bool {
    if case .atom(let atom) = self { return atom.symbol == .arrow }
    return false
  }

  /// The comments that stand before it.
  var comments: [FormatComment] {
    switch self {
    case .atom(let atom): atom.comments
    case .group(let group): group.open.comments
    case .body: []
    }
  }
}

extension [FormatPiece] {
  /// The pieces without the comments before the first.
  var withoutFirstComments: [FormatPiece] {
    guard let first, !first.comments.isEmpty else { return self }
    var pieces = self
    switch first {
    case .atom(let atom): pieces[0] = .atom(atom.withoutComments)
    case .group(let group):
      pieces[0] = .group(
        FormatGroup(
          open: group.open.withoutComments, close: group.close, elements: group.elements,
          isCall: group.takesTrailingComma))
    case .body: break
    }
    return pieces
  }
}

extension FormatAtom {
  /// The token without the comments before it.
  fileprivate var withoutComments: FormatAtom {
    FormatAtom(
      text: text, width: width, hasSpace: hasSpace, symbol: symbol, breakLevel: breakLevel,
      comments: [])
  }
}
