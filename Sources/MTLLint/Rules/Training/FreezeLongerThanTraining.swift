import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL613: parameters that would thaw after the run.
enum FreezeLongerThanTraining: Rule {
  static let identity = DiagnosticIdentity(613, "freeze-longer-than-training")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "Parameters that are frozen for a time that is as long as the run, or longer.",
    why: "They never thaw; if that is meant, `always` says it.",
    bad: spec("50"), good: spec("2"))

  private static func spec(_ epochs: String) -> String {
    HousesSpec.with(
      HousesSpec.parameters("freeze     \(epochs) epochs"), HousesSpec.train("epochs    20"))
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for item in spec.parameterDeclarations {
      guard let clause = item.clauses.first(where: { $0.word.text == "freeze" }),
        let settings = spec.model.parameterSettings.first(where: { $0.path == item.path.text }),
        case .until(let duration)? = settings.freeze, let share = spec.share(ofRun: duration),
        share >= 1
      else { continue }
      findings.report(
        "`\(item.path.text)` never thaws: it is frozen for \(duration), and the run lasts "
          + "\(spec.runLength)", at: clause.range, secondary: spec.runLengthLabel,
        fix: Fix("write `freeze always`, or a shorter time"))
    }
  }
}
