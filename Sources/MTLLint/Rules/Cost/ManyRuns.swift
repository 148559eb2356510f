import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL903: an experiment of very many runs.
enum ManyRuns: Rule {
  static let identity = DiagnosticIdentity(903, "many-runs")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A `compare` asks for more than 200 runs, its methods times its seeds, or a `tune` for more than 1,000 \
      trials without a `budget`.
      """,
    why:
      "Each run trains the whole model. Ten seeds tell methods apart, and a budget ends a search in time.",
    bad: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      \(Houses.priceHead)

      \(Houses.rentHead)

      compare {
          methods  equal, uncertainty, pcgrad
          baseline single_task
          seeds    100
      }
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      \(Houses.priceHead)

      \(Houses.rentHead)

      compare {
          methods  equal, uncertainty, pcgrad
          baseline single_task
          seeds    10
      }
      """)

  private static let runLimit = 200.0
  private static let trialLimit = 1_000.0
  /// The seeds of each method where the spec does not say.
  private static let usualSeeds = 3.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let methods = spec.clauses(.compare, "methods").first
    let seeds = spec.clauses(.compare, "seeds").first
    if let methods {
      let runs = Double(methods.values.count) * (number(of: seeds) ?? usualSeeds)
      if runs > runLimit {
        let secondary = seeds == nil ? [] : [(methods.range, "\(methods.values.count) methods")]
        findings.report(
          "the comparison takes \(Int(runs)) runs", at: (seeds ?? methods).range,
          secondary: secondary, fix: Fix("take fewer seeds or fewer methods"))
      }
    }
    guard let trials = spec.clauses(.tune, "trials").first, let count = number(of: trials),
      count > trialLimit, spec.clauses(.tune, "budget").isEmpty
    else { return }
    findings.report(
      "the search takes \(Int(count)) trials, however long they are", at: trials.range,
      fix: Fix("say how long it may take, such as `budget 2 hours`"))
  }

  /// The number that a clause writes.
  private static func number(of clause: Clause?) -> Double? {
    guard case .number(let number, _)? = clause?.values.first?.first?.kind else { return nil }
    return number
  }
}
