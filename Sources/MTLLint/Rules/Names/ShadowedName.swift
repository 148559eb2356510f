import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL105: a value of a body that is called like a declaration.
enum ShadowedName: Rule {
  static let identity = DiagnosticIdentity(105, "shadowed-name")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A value that a body names with `as` is called like a declaration of the file.",
    why: """
      In its body the name stands for the value, everywhere else for the declaration, and a reader takes one \
      for the other.
      """,
    bad: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      \(Houses.priceHead)

      task rent(trunk) {
          dense(32) -> relu as price
          dense(32) -> relu
          add(price) -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      \(Houses.priceHead)

      task rent(trunk) {
          dense(32) -> relu as hidden
          dense(32) -> relu
          add(hidden) -> dense(1)
          loss   mse(houses.rent)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let aliases = spec.tree.declarations.flatMap { declaration in
      declaration.body?.allSteps.compactMap { $0.alias } ?? []
    }
    guard !aliases.isEmpty else { return }
    let declared = Dictionary(
      spec.program.declarations.compactMap { $0.name }.map { ($0.text, $0.range) },
      uniquingKeysWith: { first, _ in first })
    for alias in aliases {
      guard let first = declared[alias.text] else { continue }
      findings.report(
        "the value `\(alias.text)` is called like a declaration", at: alias.range,
        secondary: [(first, "declared here")], fix: Fix("give the value another name"))
    }
  }
}
