import MTLCatalogue
import MTLSource
import MTLSyntax

/// MTL151: lines of a spec that have been put into comments.
enum CommentedOutCode: Rule {
  static let identity = DiagnosticIdentity(151, "commented-out-code")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "Two comment lines or more in a row are lines of the language.",
    why: """
      Nobody checks them, so they soon no longer fit the rest, and a reader wonders whether they are to come \
      back. A version control system keeps what has been taken out.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode
          // dense(64) -> relu
          // dense(32) -> relu
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let source = spec.tree.source
    var group: [SourceRange] = []
    func end() {
      if group.count > 1, let first = group.first, let last = group.last,
        isCode(group.map { String(spec.text($0).dropFirst(2)) }.joined(separator: "\n"), spec)
      {
        findings.report(
          "\(group.count) lines of the spec stand in comments", at: first.union(last),
          fix: Fix("take them out, or bring them back"))
      }
      group = []
    }
    for comment in spec.tree.comments {
      let line = source.lineIndex(of: comment.start)
      let text = spec.text(comment)
      if let last = group.last, source.lineIndex(of: last.start) + 1 != line { end() }
      let before = SourceRange(source.lineStarts[line], comment.start)
      if text.hasPrefix("///") || !spec.text(before).allSatisfy({ $0.isWhitespace }) {
        end()
      } else {
        group.append(comment)
      }
    }
    end()
  }

  /// Whether a text is declarations, or lines of a body or of a data block.
  private static func isCode(_ text: String, _ spec: LintedSpec) -> Bool {
    if let tree = parsed(text), !tree.declarations.isEmpty { return true }
    if let tree = parsed("data d from s {\n\(text)\n}"), tree.declarations.count == 1 {
      return tree.declarations[0].dataLines.contains { line in
        switch line.kind {
        case .columns(_, _, let type, let value): type != nil || value != nil
        case .split(let call): !call.arguments.isEmpty
        case .use, .malformed: false
        }
      }
    }
    guard let tree = parsed("task t(v) {\n\(text)\n}"), tree.declarations.count == 1,
      let body = tree.declarations[0].body
    else { return false }
    let known = Set(Registry.layers.map { $0.name }).union(Registry.encoders.map { $0.name })
      .union(Registry.tokenReaders.map { $0.name })
    return body.allSteps.allSatisfy {
      known.contains($0.call.name.text) || spec.names.contains($0.call.name.text)
    }
  }

  /// The tree of a text without mistakes that is not empty.
  private static func parsed(_ text: String) -> SyntaxTree? {
    let tree = SyntaxTree.parse(SourceText(name: "", text))
    return tree.diagnostics.isEmpty ? tree : nil
  }
}
