import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL629: a batch of more than 65,536 rows.
enum HugeBatch: Rule {
  static let identity = DiagnosticIdentity(629, "huge-batch")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: "A batch of more than 65,536 rows.",
    why: """
      Beyond some size a larger batch makes steps dearer and hardly better, and there are fewer of them in \
      an epoch; every value of the forward pass is kept for each row.
      """,
    bad: HousesSpec.with(HousesSpec.train("batch     131_072")),
    good: HousesSpec.with(HousesSpec.train("batch     1024")))

  /// The largest batch that is no reason to look.
  private static let largest = 65_536

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.training.batch > largest, let clause = spec.clauses(.train, "batch").first
    else { return }
    findings.report(
      "a batch of \(spec.model.training.batch) rows makes few and dear steps", at: clause.range,
      notes: ["`mtl plan` shows the memory of a step"], fix: Fix("try a smaller one first"))
  }
}
