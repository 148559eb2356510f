import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL154: a name for a value that nothing reads by it.
enum NeedlessAlias: Rule {
  static let identity = DiagnosticIdentity(154, "needless-alias")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let fix: FixSafety? = .unsafe
  static let page = RulePage(
    what: "A step without parameters names its value with `as`, and nothing reads it by that name.",
    why: """
      A name promises that the value is used again. Behind a step with parameters it names these as well, in \
      files and in `parameters` declarations, and is left alone.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(32) -> relu as hidden
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(32) -> relu
          dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.isWhollyBuilt else { return }
    let named = Set(
      spec.built.parameters.flatMap { $0.name.split(separator: ".").map(String.init) })
    for declaration in spec.tree.declarations {
      guard let body = declaration.body, let owner = declaration.name?.text else {
        continue
      }
      if case .block = declaration.kind, !spec.names.contains(owner) { continue }
      let inside = NameReferences(body)
      let outside = spec.names.members(of: owner)
      for step in body.allSteps {
        guard let alias = step.alias, !inside.contains(alias.text),
          !outside.contains(alias.text), !named.contains(alias.text)
        else { continue }
        let end = max(step.call.range.end, step.body?.range.end ?? 0, step.type?.range.end ?? 0)
        findings.report(
          "nothing reads `\(alias.text)`", at: alias.range,
          fix: Fix(
            "leave the name out", edits: [.init(SourceRange(end, alias.range.end), "")]))
      }
    }
  }
}
