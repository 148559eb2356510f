import MTLSource
import MTLSyntax

/// What a column's name says, and how a spec spells it.
enum ColumnName {
  /// The words of a name in small letters: `ProductID` is `product` and `id`, `y1` is `y` and `1`.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var previous: Character?
    for character in name {
      if character.isLetter || character.isNumber {
        if continues(character, after: previous), !words.isEmpty {
          words[words.count - 1] += character.lowercased()
        } else {
          words.append(character.lowercased())
        }
      }
      previous = character
    }
    return words
  }

  /// Whether a character belongs to the word of the character before.
  private static func continues(_ character: Character, after previous: Character?) -> Bool {
    guard let previous, previous.isLetter || previous.isNumber else { return false }
    if character.isNumber != previous.isNumber { return false }
    return !(character.isUppercase && previous.isLowercase)
  }

  /// The name as a spec writes it, in backquotes where it needs them.
  static func spelled(_ name: String) -> String {
    let isReserved = Word(rawValue: name)?.isReserved == true
    return isPlain(name) && !isReserved ? name : "`\(escaped(name, quote: "`"))`"
  }

  /// A text as a spec writes it.
  static func quoted(_ text: String) -> String { "\"\(escaped(text, quote: "\""))\"" }

  private static func escaped(_ text: String, quote: Unicode.Scalar) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\\" || scalar == quote {
        result += "\\"
        result.unicodeScalars.append(scalar)
      } else if scalar == "\n" || scalar == "\t" {
        result += VisibleText.escape(scalar)
      } else if HiddenCharacter.isHidden(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A name that a declaration can have, as near to a text as can be.
  ///
  /// - Parameters:
  ///   - text: What the name is made of.
  ///   - kind: What it names, where nothing of the text is left or it must be told from a word.
  ///   - taken: The names that are taken, in which the new one is put down.
  static func declared(_ text: String, kind: String, avoiding taken: inout Set<String>) -> String {
    var name = isPlain(text) ? text : plain(text)
    if name.isEmpty { name = "\(kind)_1" }
    if name.utf8.first.map(isDigit) == true { name = "\(kind)_\(name)" }
    if Word(rawValue: name) != nil { name += "_\(kind)" }
    let first = name
    var number = 2
    while taken.contains(name) {
      name = "\(first)_\(number)"
      number += 1
    }
    taken.insert(name)
    return name
  }

  /// The letters and digits of a text in small letters, `_` for all that stands between them.
  private static func plain(_ text: String) -> String {
    var name = ""
    for word in text.split(whereSeparator: { !$0.isASCII || !$0.isLetter && !$0.isNumber }) {
      guard name.isEmpty || name.utf8.count + word.utf8.count < 30 else { break }
      name += (name.isEmpty ? "" : "_") + word.lowercased().prefix(60)
    }
    return name
  }

  /// Whether a text is a name without backquotes.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.count <= 60 && text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
      && text.utf8.first.map(isLetter) == true
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
