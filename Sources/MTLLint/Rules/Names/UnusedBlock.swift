import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL116: a block that no body uses.
enum UnusedBlock: Rule {
  static let identity = DiagnosticIdentity(116, "unused-block")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what:
      "A `block` that no body of the file uses. In a file without a task it is there for others.",
    why: "It is left over, or its layers have been written out where the block was meant.",
    bad: """
      \(Houses.prices)

      /// A layer and its activation.
      block layer(width: Int) {
          dense(width) -> relu
      }

      \(Houses.linearPrice)
      """,
    good: """
      \(Houses.prices)

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard !spec.model.tasks.isEmpty else { return }
    for declaration in spec.tree.declarations {
      guard case .block(let block) = declaration.kind, !spec.names.contains(block.name.text) else {
        continue
      }
      findings.report(
        "no body uses the block `\(block.name.text)`", at: block.name.range,
        fix: Fix("take it out", edits: [spec.removing(declaration)]))
    }
  }
}
