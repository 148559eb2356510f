import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL614: a factor of 1 on the rate or the decay of parameters.
enum RateWithoutEffect: Rule {
  static let identity = DiagnosticIdentity(614, "rate-without-effect")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: """
      `rate 1` or `decay 1` in a `parameters` declaration, where no other declaration says something else \
      of the same parameters.
      """,
    why:
      "They are factors: 1 leaves things as they are. Perhaps the learning rate itself was meant.",
    bad: HousesSpec.with(HousesSpec.parameters("freeze     2 epochs\n    rate       1")),
    good: HousesSpec.with(HousesSpec.parameters("freeze     2 epochs")))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for declaration in spec.tree.declarations {
      guard case .parameters(let item) = declaration.kind,
        // Of two declarations the longer path holds, and 1 then takes back what the other says.
        !spec.model.parameterSettings.contains(where: {
          $0.path != item.path.text && $0.covers(item.path.text + ".")
        })
      else { continue }
      for clause in item.clauses where ["rate", "decay"].contains(clause.word.text) {
        guard clause.values.count == 1, clause.values[0].count == 1,
          case .number(1, _) = clause.values[0][0].kind
        else { continue }
        let edits =
          item.clauses.count > 1
          ? [spec.removingLine(of: clause.range)]
          : declaration.documentation.isEmpty
            ? [spec.removingDeclaration(of: declaration.range)] : []
        findings.report(
          "`\(clause.word.text) 1` changes nothing", at: clause.range,
          notes: [
            "it is a factor on the \(clause.word.text == "rate" ? "learning rate" : "decay")"
          ],
          fix: Fix("take it out", edits: edits))
      }
    }
  }
}
