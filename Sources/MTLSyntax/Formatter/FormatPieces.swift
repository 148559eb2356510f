import MTLSource

/// A comment and how it stands in the text.
struct FormatComment {
  let text: String
  /// Whether it stands on the line of the token before it.
  let isTrailing: Bool
  /// Whether a blank line stands before it.
  let hasBlankBefore: Bool
}

/// A part of a line: a token, brackets with what is in them, or a body.
enum FormatPiece {
  case atom(FormatAtom)
  indirect case group(FormatGroup)
  indirect case body(FormatBody)

  /// How many columns it takes on one line, the blank before it included; `nil` if it cannot.
  var width: Int? {
    switch self {
    case .atom(let atom): atom.comments.isEmpty ? atom.width + (atom.hasSpace ? 1 : 0) : nil
    case .group(let group): group.width
    case .body(let body): body.width
    }
  }

  /// How loosely it binds what stands around it, where a line can be broken at it.
  var breakLevel: Int? {
    guard case .atom(let atom) = self else { return nil }
    return atom.breakLevel
  }
}

/// A token of a line.
struct FormatAtom {
  /// The level of a comma, behind which a line breaks before it breaks at an operator.
  static let comma = 0

  let text: String
  let width: Int
  var hasSpace: Bool
  let symbol: Symbol?
  /// How loosely it binds, for a comma and an operator between two values.
  let breakLevel: Int?
  /// The comments that stand before it.
  let comments: [FormatComment]
}

/// Brackets and their elements.
struct FormatGroup {
  let open: FormatAtom
  let close: FormatAtom
  let elements: [[FormatPiece]]
  /// Whether a comma stands behind the last element where the brackets are broken.
  let takesTrailingComma: Bool
  let width: Int?

  init(open: FormatAtom, close: FormatAtom, elements: [[FormatPiece]], isCall: Bool) {
    self.open = open
    self.close = close
    self.elements = elements
    takesTrailingComma = isCall || open.symbol == .openSquare
    var width: Int? = open.comments.isEmpty && close.comments.isEmpty ? 2 : nil
    for element in elements { width = sum(width, FormatPiece.width(element)) }
    let commas = 2 * max(0, elements.count - 1)
    self.width = width.map { $0 + commas + (open.hasSpace ? 1 : 0) }
  }
}

/// The lines between braces.
struct FormatBody {
  let lines: [FormatLine]
  /// The comments before the closing brace.
  let closing: [FormatComment]
  let width: Int?

  init(lines: [FormatLine], closing: [FormatComment], isOneLine: Bool) {
    self.lines = lines
    self.closing = closing
    let inner = lines.isEmpty ? 0 : lines.count == 1 && isOneLine ? lines[0].width : nil
    width = closing.isEmpty ? inner.map { $0 == 0 ? 4 : $0 + 5 } : nil
  }
}

/// A declaration or a line of a body.
struct FormatLine {
  enum Kind: Equatable {
    case declaration(Word?)
    case data
    case clause
    case result
    case chain
  }

  let kind: Kind
  /// The comments on lines of their own before it.
  var leading: [FormatComment]
  let hasBlankBefore: Bool
  /// The word that it begins with, where what follows is aligned.
  let head: FormatAtom?
  var pieces: [FormatPiece]
  /// The comment at its end.
  var trailing: FormatComment?

  /// How many columns it takes on one line; `nil` if it cannot stand on one.
  var width: Int? {
    guard leading.isEmpty, trailing == nil else { return nil }
    return FormatPiece.width(pieces).map { $0 + (head.map { $0.width + 1 } ?? 0) }
  }
}

extension FormatPiece {
  /// How many columns some pieces take, a blank before the first left out.
  static func width(_ pieces: some Collection<FormatPiece>) -> Int? {
    var total = 0
    for piece in pieces {
      guard let width = piece.width else { return nil }
      total += width
    }
    return total - (pieces.first?.hasSpace == true ? 1 : 0)
  }

  /// Whether a blank stands before it.
  var hasSpace: Bool {
    switch self {
    case .atom(let atom): atom.hasSpace
    case .group(let group): group.open.hasSpace
    case .body: true
    }
  }
}

private func sum(_ lhs: Int?, _ rhs: Int?) -> Int? {
  guard let lhs, let rhs else { return nil }
  return lhs + rhs
}
