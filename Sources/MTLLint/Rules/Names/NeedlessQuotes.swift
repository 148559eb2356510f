import MTLCatalogue
import MTLSource
import MTLSyntax

/// MTL153: backquotes around a name that could stand without.
enum NeedlessQuotes: Rule {
  static let identity = DiagnosticIdentity(153, "needless-quotes")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what:
      "A name in backquotes is made of letters, digits and `_`, and is no word of the language.",
    why: """
      Backquotes let a name be spelt that could not be otherwise. Around any other they say that something is \
      odd about it, and nothing is. `mtl fmt` takes them out as well.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature `rooms`, `living area`: number
          label   price: number
      }

      \(Houses.linearPrice)
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, `living area`: number
          label   price: number
      }

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for token in spec.tree.tokens where token.kind == .quotedName {
      let name = String(spec.text(token.range).dropFirst().dropLast())
      guard Name(name, token.range).spelling == name, Word(rawValue: name) == nil,
        !isUnit(name)
      else { continue }
      findings.report(
        "`\(name)` needs no backquotes", at: token.range,
        fix: Fix("take them out", edits: [.init(token.range, name)]))
    }
  }

  /// Whether a name behind a number would be a unit of time.
  private static func isUnit(_ name: String) -> Bool {
    Duration.Unit.allCases.contains { name == $0.rawValue || name == $0.rawValue + "s" }
  }
}
