import MTLSource

/// A sign of other languages, or of a word processor, and the one that is meant.
struct Substitute: Sendable {
  let written: String
  /// What to write instead; empty where only advice can be given.
  let text: String
  var advice = ""
  let piece: Piece

  /// Signs that begin with no sign of the language, a longer one before its beginning.
  static let all: [Substitute] = [
    symbol("&&", "and", .and), symbol("&", "and", .and), symbol("||", "or", .or),
    symbol("!", "not", .not),
    symbol("|>", .arrow), advice("|", "conditions are joined with `or`, layers with `->`"),
    symbol("\u{2192}", .arrow),
    symbol("\u{2026}", .range), symbol("\u{2264}", .lessOrEqual),
    symbol("\u{2265}", .greaterOrEqual), symbol("\u{2260}", .notEqual),
    symbol("\u{00D7}", .times), symbol("\u{00F7}", .divided), symbol("\u{2212}", .minus),
    symbol("\u{2013}", .minus), symbol("\u{2014}", .minus),
    quote("\u{201C}"), quote("\u{201D}"), quote("\u{201E}"), quote("\u{2018}"), quote("\u{2019}"),
    advice("\\", "a line goes on after a comma, inside brackets and before an operator"),
    advice("^", power), advice("?", "a value is chosen with `select(condition, one, other)`"),
    advice("$", "a name that holds such a character stands in backquotes"),
    advice("@", "a name that holds such a character stands in backquotes"),
  ]

  /// Signs that begin with one of the language and can never be two of it.
  static let compound: [Substitute] = [
    symbol("===", .equal), symbol("!==", .notEqual), symbol("<>", .notEqual),
    symbol("=<", .lessOrEqual), symbol("...", .range), symbol("..=", .range),
    symbol(":=", .assign), symbol(">>", .arrow), symbol("-->", .arrow),
    advice("**", power), advice("..<", "both ends belong to a range: `0..2` is 0, 1 and 2"),
    advice("=>", "layers are joined with `->`, and `>=` compares"),
    advice("++", "values do not change"), advice("+=", "values do not change"),
    advice("-=", "values do not change"),
  ]

  private static let power = "a power is written `pow(base, exponent)`"

  /// Whether a quote of a word processor stands at a place: one of U+2018 to U+201F.
  static func isCurlyQuote(_ bytes: [UInt8], at index: Int) -> Bool {
    index + 2 < bytes.count && bytes[index] == 0xE2 && bytes[index + 1] == 0x80
      && (0x98...0x9F).contains(bytes[index + 2])
  }

  /// Whether a byte can be the second one of a compound sign.
  static func canGoOn(with byte: UInt8) -> Bool {
    switch byte {
    case 0x2A, 0x2B, 0x2D, 0x2E, 0x3D, 0x3E, 0x3C: true
    default: false
    }
  }

  private static func symbol(_ written: String, _ text: String, _ word: Word) -> Substitute {
    Substitute(written: written, text: text, piece: Piece(.reserved, word: word))
  }

  private static func symbol(_ written: String, _ symbol: Symbol) -> Substitute {
    Substitute(written: written, text: symbol.rawValue, piece: Piece(.symbol, symbol: symbol))
  }

  private static func quote(_ written: String) -> Substitute {
    Substitute(written: written, text: "\"", piece: Piece(.unknown, isBroken: true))
  }

  private static func advice(_ written: String, _ text: String) -> Substitute {
    Substitute(
      written: written, text: "", advice: text, piece: Piece(.unknown, isBroken: true))
  }
}
