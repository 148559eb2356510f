/// The stable identity of a kind of diagnostic: a number for tools, a name for people.
///
/// The name is the case's own, so the two cannot drift apart: `classCountMismatch` is
/// `class-count-mismatch`. Hundreds group by subject: 0xx text and syntax, 1xx names and structure,
/// 2xx shapes and layers, 3xx losses and labels, 4xx weighting and sharing, 5xx data, 6xx training.
package enum DiagnosticCode: Int, CaseIterable, Sendable {
  // MARK: Text and syntax
  /// Something stands where the grammar wants something else.
  case syntax = 1
  /// A string or a quoted name does not end on its line.
  case unterminated = 2
  /// A number is not written as numbers are, or no 64-bit value holds it.
  case badNumber = 3
  /// The file is longer than 4 MiB.
  case textTooLong = 4
  /// A name is longer than 256 bytes.
  case nameTooLong = 5
  /// Brackets, braces or operators are nested too deeply.
  case nestedTooDeep = 6
  /// The bytes of the file are not UTF-8 text.
  case invalidUtf8 = 7
  /// A control, zero-width or bidirectional character stands in the text.
  case hiddenCharacter = 8
  /// A character begins no token of the language.
  case strayCharacter = 9
  /// A backslash and what follows it are no escape.
  case badEscape = 10
  /// A string stands in single quotes.
  case singleQuotes = 11
  /// A comment is written as in another language.
  case foreignComment = 12
  /// A closing bracket or brace closes nothing, or something of another kind.
  case strayBracket = 13
  /// A round or square bracket is never closed.
  case unclosedBracket = 14
  /// A brace is never closed.
  case unclosedBrace = 15
  /// The brace that opens a body is missing or on a line of its own.
  case missingBrace = 16
  /// Two elements of a list have no comma between them.
  case missingComma = 17
  /// A comma at a line's end continues a line that should have ended.
  case trailingComma = 18
  /// A name is missing.
  case missingName = 19
  /// A value is missing.
  case missingValue = 20
  /// A sign stands between a word or an argument's name and its value.
  case needlessSign = 21
  /// `=` stands for `==`, or `==` for `=`.
  case confusedEquals = 22
  /// A line begins or ends with `->`.
  case strayArrow = 23
  /// A semicolon separates lines.
  case semicolon = 24
  /// A line begins with a word that begins no declaration.
  case unknownDeclaration = 25
  /// A line of a body begins with a word that begins no such line.
  case unknownLine = 26
  /// The word after a number is no unit of time.
  case unknownUnit = 27
  /// A name is a word of the language.
  case reservedName = 28
  /// Comparisons or ranges follow each other.
  case chainedComparison = 29
  /// A value begins with a plus sign.
  case leadingSign = 30
  /// A blank stands between a number and its percent sign.
  case spacedShare = 31
  /// Something follows where a line should have ended.
  case missingLineEnd = 32

  /// The code as tools print it, such as `MTL304`.
  package var id: String {
    let digits = String(rawValue)
    return "MTL" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// The name as people read it, such as `class-count-mismatch`.
  package var name: String {
    var result = ""
    for character in String(describing: self) {
      if character.isUppercase { result += "-" }
      result += character.lowercased()
    }
    return result
  }

  /// How much a diagnostic of this kind weighs unless it says otherwise.
  package var severity: Diagnostic.Severity { .error }

  /// Finds a code by its number (`MTL304`, `mtl304`, `304`) or its name.
  package init?(_ text: String) {
    let wanted = text.lowercased()
    for code in DiagnosticCode.allCases
    where code.id.lowercased() == wanted || code.name == wanted || String(code.rawValue) == wanted {
      self = code
      return
    }
    return nil
  }
}
