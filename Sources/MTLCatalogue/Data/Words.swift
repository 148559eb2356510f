/// What a column of words keeps of a row's text.
package struct WordForm: Hashable, Sendable {
  /// The most words of a row; `nil` for as many as the tokens of the data set have.
  package let limit: Int?
  /// Whether only blanks divide a text into words.
  package let dividesAtBlanks: Bool
  /// Whether a word that training rows do not have is one all the same; else it is left out.
  package let keepsUnseenWords: Bool

  /// The words of a text, as far as they are kept; a word that has no value is empty.
  ///
  /// - Parameter length: The most words of a row, where the form does not say it.
  package func words(of text: String, length: Int) -> ArraySlice<Substring> {
    (dividesAtBlanks ? WordText.atBlanks(text) : WordText.words(of: text)).prefix(limit ?? length)
  }
}

/// Texts as words.
///
/// A source that knows the words of a row itself ends each with a character that no text of its own
/// holds; any other text is divided here.
package enum WordText {
  /// What ends each word of a text whose source knows them: the unit separator of ASCII.
  private static let end: UInt8 = 0x1F

  /// The text of words that are known; an empty one has no value.
  package static func joined(_ words: [some StringProtocol]) -> String {
    words.map { $0 + "\u{1F}" }.joined()
  }

  /// The words of a text: runs of letters, digits and apostrophes, and every other character that is
  /// no blank by itself.
  package static func words(of text: String) -> [Substring] {
    known(text)
      ?? text.split(whereSeparator: \.isWhitespace).flatMap { part in
        var words: [Substring] = []
        var start = part.startIndex
        for index in part.indices where !isInner(part[index]) {
          if start < index { words.append(part[start..<index]) }
          start = part.index(after: index)
          words.append(part[index..<start])
        }
        return start < part.endIndex ? words + [part[start...]] : words
      }
  }

  /// The words of a text that blanks divide.
  package static func atBlanks(_ text: String) -> [Substring] {
    known(text) ?? text.split(whereSeparator: \.isWhitespace)
  }

  /// A text for people: the words with blanks between them.
  package static func shown(_ text: String) -> String {
    known(text).map { $0.joined(separator: " ") } ?? text
  }

  /// The words of a text whose source knows them.
  private static func known(_ text: String) -> [Substring]? {
    guard text.utf8.last == end else { return nil }
    return text.utf8.dropLast().split(separator: end, omittingEmptySubsequences: false)
      .map { Substring($0) }
  }

  private static func isInner(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "'" || character == "\u{2019}"
  }
}

extension ColumnSample {
  /// How often each word of the texts occurs.
  func wordCounts(_ form: WordForm, length: Int = .max) -> [String: Int] {
    var counts: [String: Int] = [:]
    for (text, count) in textCounts {
      for word in form.words(of: text, length: length) where !word.isEmpty {
        counts[String(word), default: 0] += count
      }
    }
    return counts
  }
}

extension [String: Int] {
  /// The words that occur often enough, in the order of their bytes.
  func vocabulary(minimumCount: Int) -> [String] {
    filter { $0.value >= minimumCount }.keys.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }
}
