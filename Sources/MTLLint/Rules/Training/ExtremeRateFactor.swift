import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL624: a factor on the learning rate that looks like a learning rate.
enum ExtremeRateFactor: Rule {
  static let identity = DiagnosticIdentity(624, "extreme-rate-factor")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: "A factor on the learning rate of some parameters above 100 or below 0.0001.",
    why: """
      `rate` is a factor, and not the learning rate itself: with 0.00001 the parameters stand all but \
      still, which `freeze always` says and does faster.
      """,
    bad: HousesSpec.with(HousesSpec.parameters("rate       0.00001")),
    good: HousesSpec.with(HousesSpec.parameters("rate       0.1")))

  /// The factors that are no reason to look.
  private static let usual = 0.0001...100.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for item in spec.parameterDeclarations {
      guard let clause = item.clauses.first(where: { $0.word.text == "rate" }),
        let settings = spec.model.parameterSettings.first(where: { $0.path == item.path.text }),
        !usual.contains(settings.rate)
      else { continue }
      let rate = settings.rate * spec.model.training.optimizer.learningRate
      findings.report(
        "`\(item.path.text)` learns at \(ConstantValue.plain(settings.rate)) times the learning "
          + "rate", at: clause.range,
        notes: ["that is a learning rate of \(ConstantValue.plain(rate))"],
        fix: Fix("write a factor, such as `rate 0.1`, or `freeze always`"))
    }
  }
}
