/// The stable identity of a kind of diagnostic: a number for tools, a name for people.
///
/// The name is the case's own, so the two cannot drift apart: `classCountMismatch` is
/// `class-count-mismatch`. Hundreds group by subject: 0xx text and syntax, 1xx names and structure,
/// 2xx shapes and layers, 3xx losses and labels, 4xx weighting and sharing, 5xx data, 6xx training.
package enum DiagnosticCode: Int, CaseIterable, Sendable {
  // MARK: Text and syntax
  case syntax = 1
  case unterminated = 2
  case badNumber = 3

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
