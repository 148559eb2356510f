import MTLSource

/// Reads the tokens of a tree without mistakes into lines, brackets and bodies.
struct FormatBuilder {
  private let source: SourceText
  private let tokens: [Token]
  private var position = 0
  /// Comments of a comma that was passed over; they stand behind it.
  private var carried: [FormatComment] = []
  /// Where the first word of the line stands, where what follows is aligned; else -1.
  private var headPosition = -1

  init(_ tree: SyntaxTree) {
    source = tree.source
    tokens = tree.tokens
  }

  /// Every declaration, and the comments behind the last one.
  mutating func file() -> (lines: [FormatLine], closing: [FormatComment]) {
    lines { .declaration($0) }
  }

  private var current: Token { tokens[position] }

  private var previous: Token? { position > 0 ? tokens[position - 1] : nil }

  /// Reads lines up to a closing brace or the end.
  private mutating func lines(
    _ kind: (Word?) -> FormatLine.Kind
  ) -> (lines: [FormatLine], closing: [FormatComment]) {
    var lines: [FormatLine] = []
    while current.symbol != .closeBrace && current.kind != .endOfFile {
      lines.append(line(kind(current.word), after: &lines))
      guard current.kind == .newline else { continue }
      end(&lines, comments(before: current))
      position += 1
    }
    let closing = end(&lines, comments(before: current))
    return (lines, closing)
  }

  /// Gives the comment at the end of a line to it and returns the others.
  @discardableResult
  private func end(_ lines: inout [FormatLine], _ comments: [FormatComment]) -> [FormatComment] {
    guard !lines.isEmpty, let first = comments.first, first.isTrailing else { return comments }
    lines[lines.count - 1].trailing = first
    return Array(comments.dropFirst())
  }

  private mutating func line(
    _ kind: FormatLine.Kind, after lines: inout [FormatLine]
  ) -> FormatLine {
    let leading = comments(before: current)
    let hasBlank = hasBlank(before: current, leading)
    let word = current.word
    headPosition = isHeaded(kind) ? position : -1
    let head = isHeaded(kind) ? atom(space: false, comments: []) : nil
    let pieces = pieces(isHeaded: head != nil, word: word)
    return FormatLine(
      kind: kind, leading: leading, hasBlankBefore: hasBlank, head: head,
      pieces: pieces.withoutFirstSpace, trailing: nil)
  }

  /// Whether what follows the first word of a line stands apart from it.
  private func isHeaded(_ kind: FormatLine.Kind) -> Bool {
    switch kind {
    case .chain: false
    case .declaration(let word): word == .weighting
    case .data, .clause, .result: true
    }
  }

  // MARK: Pieces

  /// Reads the pieces of a line; its first word says what its body holds.
  private mutating func pieces(isHeaded: Bool, word: Word?) -> [FormatPiece] {
    var pieces: [FormatPiece] = []
    while !isAtLineEnd { pieces.append(piece(isFirst: pieces.isEmpty && !isHeaded, word)) }
    return pieces
  }

  private var isAtLineEnd: Bool {
    current.kind == .newline || current.kind == .endOfFile || current.symbol == .closeBrace
  }

  private mutating func piece(isFirst: Bool, _ word: Word?) -> FormatPiece {
    switch current.symbol {
    case .openBrace?: return .body(body(word))
    case .openRound?, .openSquare?: return .group(group())
    default:
      let own = isFirst ? [] : takenComments()
      return .atom(atom(space: hasSpace(before: current), comments: own))
    }
  }

  /// The comments before the current token, those of a comma before it included.
  private mutating func takenComments() -> [FormatComment] {
    let own = carried + comments(before: current)
    carried = []
    guard current.symbol == .comma else { return own }
    carried = own
    return []
  }

  private mutating func atom(space: Bool, comments: [FormatComment]) -> FormatAtom {
    let token = current
    let text = text(of: token)
    let width = text.utf8.count { $0 & 0xC0 != 0x80 }
    let level = breakLevel(of: token)
    position += 1
    return FormatAtom(
      text: text, width: width, hasSpace: space, symbol: token.symbol, breakLevel: level,
      comments: comments)
  }

  private mutating func group() -> FormatGroup {
    let space = hasSpace(before: current)
    let isCall = endsValue(position - 1)
    let open = atom(space: space, comments: takenComments())
    var elements: [[FormatPiece]] = []
    while !isAtCloser {
      elements.append(element())
      guard current.symbol == .comma else { continue }
      carried += comments(before: current)
      position += 1
    }
    let close = atom(space: false, comments: takenComments())
    return FormatGroup(open: open, close: close, elements: elements, isCall: isCall)
  }

  private var isAtCloser: Bool {
    current.symbol == .closeRound || current.symbol == .closeSquare || current.kind == .endOfFile
  }

  private mutating func element() -> [FormatPiece] {
    var pieces: [FormatPiece] = []
    while !isAtCloser && current.symbol != .comma { pieces.append(piece(isFirst: false, nil)) }
    return pieces.withoutFirstSpace
  }

  private mutating func body(_ word: Word?) -> FormatBody {
    let open = position
    position += 1
    let (lines, closing) = lines { Self.kind(inside: word, $0) }
    let isOneLine = !hasLineEnd(from: tokens[open].range.end, to: current.range.start)
    if current.symbol == .closeBrace { position += 1 }
    return FormatBody(lines: lines, closing: closing, isOneLine: isOneLine)
  }

  /// What the lines of a body are, by the first word of what the body belongs to and their own.
  private static func kind(inside outer: Word?, _ word: Word?) -> FormatLine.Kind {
    switch outer {
    case .data?, .columns?: .data
    case .train?, .compare?, .tune?, .parameters?: .clause
    default: word == .loss || word == .metric || word == .output ? .result : .chain
    }
  }

  // MARK: Tokens

  /// A token as it is written: a name without quotes where it needs none.
  private func text(of token: Token) -> String {
    guard token.kind == .quotedName else { return source.text(token.range) }
    let name = Literal.string(token, in: source)
    let isBare = name.utf8.first?.isNameStart == true && name.utf8.allSatisfy { $0.isNamePart }
    return isBare && Word(rawValue: name) == nil ? name : source.text(token.range)
  }

  /// Whether a blank stands before a token on one line.
  private func hasSpace(before token: Token) -> Bool {
    guard let previous else { return false }
    switch token.symbol {
    case .comma?, .closeRound?, .closeSquare?, .colon?, .range?: return false
    // A point that touches a number would be read as a part of it.
    case .dot?: return previous.kind == .number
    case .openRound?, .openSquare?: if endsValue(position - 1) { return false }
    default: break
    }
    switch previous.symbol {
    case .openRound?, .openSquare?, .dot?, .range?: return false
    case .minus?: return endsValue(position - 2)
    default: return true
    }
  }

  /// Whether a value can end with the token at a place.
  private func endsValue(_ index: Int) -> Bool {
    index >= 0 && index != headPosition && tokens[index].endsValue
  }

  /// How loosely a token binds, where a line can be broken at it.
  private func breakLevel(of token: Token) -> Int? {
    if token.symbol == .comma { return FormatAtom.comma }
    guard endsValue(position - 1) else { return nil }
    if let symbol = token.symbol, symbol.isComparison { return 3 }
    switch (token.symbol, token.word) {
    case (_, .or?): return 1
    case (_, .and?): return 2
    case (_, .in?): return 3
    case (.plus?, _), (.minus?, _): return 4
    case (.times?, _), (.divided?, _), (.remainder?, _): return 5
    default: return nil
    }
  }

  // MARK: Trivia

  /// The comments in the trivia of a token.
  private func comments(before token: Token) -> [FormatComment] {
    guard token.trivia.length > 1 else { return [] }
    var end = token.triviaStart
    return Comments.ranges(in: token.trivia, of: source).map { range in
      let count = lineEnds(from: end, to: range.start)
      let isFirst = end == token.triviaStart
      end = range.end
      return FormatComment(
        text: source.text(range), isTrailing: isFirst && count == 0 && !beginsLine(token),
        hasBlankBefore: count > (isFirst && beginsLine(token) ? 0 : 1))
    }
  }

  /// Whether a blank line stands between a token and what stands before it.
  private func hasBlank(before token: Token, _ comments: [FormatComment]) -> Bool {
    let last = Comments.ranges(in: token.trivia, of: source).last?.end
    let count = lineEnds(from: last ?? token.triviaStart, to: token.range.start)
    return count > (last == nil && beginsLine(token) ? 0 : 1)
  }

  /// Whether the line end before a token belongs to the token before it.
  private func beginsLine(_ token: Token) -> Bool {
    guard token.triviaStart > 0 else { return true }
    return source.bytes[token.triviaStart - 1] == 0x0A
  }

  private func hasLineEnd(from start: Int, to end: Int) -> Bool {
    lineEnds(from: start, to: end) > 0
  }

  private func lineEnds(from start: Int, to end: Int) -> Int {
    guard start < end else { return 0 }
    var count = 0
    for byte in source.bytes[start..<end] where byte == 0x0A { count += 1 }
    return count
  }
}

extension [FormatPiece] {
  /// The pieces without the blank before the first.
  var withoutFirstSpace: [FormatPiece] {
    guard case .some(let first) = first, first.hasSpace else { return self }
    var pieces = self
    switch first {
    case .atom(var atom):
      atom.hasSpace = false
      pieces[0] = .atom(atom)
    case .group(let group): pieces[0] = .group(group.withoutSpace)
    case .body: break
    }
    return pieces
  }
}

extension FormatGroup {
  /// The brackets without the blank before them.
  var withoutSpace: FormatGroup {
    var open = open
    open.hasSpace = false
    return FormatGroup(
      open: open, close: close, elements: elements, isCall: takesTrailingComma)
  }
}

extension Token {
  /// Whether a value can end with it.
  var endsValue: Bool {
    switch kind {
    case .name, .quotedName, .string, .number, .share: true
    case .reserved: word == .true || word == .false
    default: symbol == .closeRound || symbol == .closeSquare
    }
  }
}
