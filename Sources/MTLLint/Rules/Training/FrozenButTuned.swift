import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL612: a factor on the decay of parameters that never move.
enum FrozenButTuned: Rule {
  static let identity = DiagnosticIdentity(612, "frozen-but-tuned")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "Parameters that are frozen for the whole run, with a word on how they are to move.",
    why: "Frozen parameters take no step and do not decay, so the line has no effect.",
    bad: HousesSpec.with(HousesSpec.parameters("freeze     always\n    decay      0.5")),
    good: HousesSpec.with(HousesSpec.parameters("freeze     always")))

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let frozen = Set(
      spec.model.parameterSettings.filter { $0.freeze == .always }.map { $0.path })
    for item in spec.parameterDeclarations where frozen.contains(item.path.text) {
      let freeze = item.clauses.first { $0.word.text == "freeze" }
      for clause in item.clauses where ["rate", "decay"].contains(clause.word.text) {
        findings.report(
          "`\(clause.word.text)` has no effect on parameters that are frozen for the whole run",
          at: clause.range, secondary: freeze.map { [($0.range, "frozen here")] } ?? [],
          fix: Fix("take the line out, or let them thaw: `freeze 2 epochs`"))
      }
    }
  }
}

extension LintedSpec {
  /// The `parameters` declarations.
  var parameterDeclarations: [Declaration.Parameters] {
    tree.declarations.compactMap { declaration in
      if case .parameters(let item) = declaration.kind { item } else { nil }
    }
  }
}
