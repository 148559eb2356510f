import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL115: a constant that nothing reads.
enum UnusedConstant: Rule {
  static let identity = DiagnosticIdentity(115, "unused-constant")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what:
      "A `const` that nothing of the file reads. In a file without a task it is there for others.",
    why: "It is left over, or a number has been written where the constant was meant.",
    bad: """
      const width = 64
      const depth = 3

      \(Houses.prices)

      shared trunk(houses.features) {
          encode -> dense(width) -> relu
      }

      \(Houses.priceHead)
      """,
    good: """
      const width = 64

      \(Houses.prices)

      shared trunk(houses.features) {
          encode -> dense(width) -> relu
      }

      \(Houses.priceHead)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard !spec.model.tasks.isEmpty else { return }
    for declaration in spec.tree.declarations {
      guard case .constant(let constant) = declaration.kind,
        !spec.names.contains(constant.name.text)
      else { continue }
      findings.report(
        "nothing reads the constant `\(constant.name.text)`", at: constant.name.range,
        fix: Fix("take it out", edits: [spec.removing(declaration)]))
    }
  }
}
