internal import MTLSource
internal import MTLSyntax

/// Changes texts at random, the same way for the same seed: single bytes, and whole tokens.
package struct Mutator: Sendable {
  /// The pieces that random changes insert.
  private static let pieces = [
    "{", "}", "(", ")", "[", "]", ",", "->", "=", "\n", "// c\n", " ", "in", "not", "-", "..", "\"",
    "`", "task t(a) {\n", "loss", "1", "10%", "2 epochs", ";", "\\", "#", "\u{2192}", "x: 1", "/*",
  ]

  /// The texts whose parts are put into others.
  private let texts: [[UInt8]]
  private var random: SplitMix

  /// Creates a mutator of some texts.
  package init(_ texts: [[UInt8]], seed: UInt64) {
    self.texts = texts
    random = SplitMix(seed: seed)
  }

  /// One of the texts with a few changes.
  package mutating func next() -> [UInt8] {
    var bytes = anyText()
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      if Bool.random(using: &random) { changeByte(&bytes) } else { changeTokens(&bytes) }
    }
    return bytes
  }

  private mutating func anyText() -> [UInt8] {
    texts.isEmpty ? [] : texts[Int.random(in: 0..<texts.count, using: &random)]
  }

  /// Changes a text in one place.
  package mutating func changeByte(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 32...126, using: &random)
    case 2:
      let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
      bytes.removeSubrange(place..<end)
    default:
      let piece = Mutator.pieces[Int.random(in: 0..<Mutator.pieces.count, using: &random)]
      bytes.insert(contentsOf: Array(piece.utf8), at: place)
    }
  }

  /// Removes, repeats, moves or replaces some tokens.
  private mutating func changeTokens(_ bytes: inout [UInt8]) {
    let stretch = anyTokens(of: bytes)
    let place = anyTokens(of: bytes)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.removeSubrange(stretch)
    case 1: bytes.insert(contentsOf: Array(bytes[stretch]), at: place.lowerBound)
    case 2: bytes.replaceSubrange(place, with: Array(bytes[stretch]))
    default:
      let other = anyText()
      bytes.replaceSubrange(place, with: Array(other[anyTokens(of: other)]))
    }
  }

  /// Where a few tokens that follow each other stand.
  private mutating func anyTokens(of bytes: [UInt8]) -> Range<Int> {
    let tokens = Lexer.tokens(of: SourceText(name: "text.mtl", bytes: bytes))
    let first = Int.random(in: 0..<tokens.count, using: &random)
    let last = min(tokens.count - 1, first + Int.random(in: 0...8, using: &random))
    return tokens[first].triviaStart..<tokens[last].range.end
  }
}

/// A small generator of random numbers that gives the same ones for the same seed.
package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a generator.
  package init(seed: UInt64) { state = seed }

  /// The next number.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
