import MTLSource
import MTLSyntax

/// MTL150: a doc comment without text.
enum EmptyDocComment: Rule {
  static let identity = DiagnosticIdentity(150, "empty-doc-comment")
  static let severity = Diagnostic.Severity.note
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: "A doc comment `///` without any text stands before a declaration.",
    why: "Reports and editors show it as the declaration's description, and it describes nothing.",
    bad: """
      \(Houses.prices)

      ///
      task price(houses.features) {
          encode -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for declaration in spec.tree.declarations
    where !declaration.documentation.isEmpty
      && declaration.documentation.allSatisfy({ $0.allSatisfy { $0.isWhitespace } })
    {
      guard
        let token = spec.tree.tokens.first(where: { $0.range.start == declaration.range.start })
      else { continue }
      let comments = spec.tree.comments.filter { comment in
        token.trivia.start <= comment.start && comment.end <= token.trivia.end
          && spec.text(comment).hasPrefix("///")
      }
      guard let first = comments.first else { continue }
      findings.report(
        "the doc comment is empty", at: first,
        fix: Fix(
          "say what the declaration is, or take the comment out",
          edits: comments.map { spec.removingComment($0) }))
    }
  }
}
