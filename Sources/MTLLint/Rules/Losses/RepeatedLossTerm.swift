import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL324: a term of a loss that is there twice.
enum RepeatedLossTerm: Rule {
  static let identity = DiagnosticIdentity(324, "repeated-loss-term")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The loss of a task adds up two terms that are the same loss of the same label and the same \
      value.
      """,
    why: """
      Two equal terms are one with twice the factor. Most often the second was to read another \
      label or value.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1) as value
          loss   mse(houses.price, of: value) + mse(houses.price, of: value)
          metric mae(houses.price, of: value)
      }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64) -> relu -> dense(1) as value
          loss   mse(houses.price, of: value)
          metric mae(houses.price, of: value)
      }
      """)

  /// What makes two terms the same.
  private struct Term: Hashable {
    let entry: ObjectIdentifier
    let arguments: Arguments?
    let target: Target
    let prediction: String?
    let weight: String?
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let tasks = spec.model.tasks.filter { $0.losses.count > 1 }
    guard !tasks.isEmpty else { return }
    var arguments: [SourceRange: Arguments] = [:]
    for use in spec.uses(of: .loss) { arguments[use.call.range] = use.arguments }
    for task in tasks {
      var seen: [Term: SourceRange] = [:]
      for loss in task.losses {
        let term = Term(
          entry: ObjectIdentifier(type(of: loss.loss)), arguments: arguments[loss.range],
          target: loss.target, prediction: loss.prediction, weight: loss.weight)
        guard let first = seen[term] else {
          seen[term] = loss.range
          continue
        }
        findings.report(
          "`\(task.name)` adds up the same loss twice", at: loss.range,
          secondary: [(first, "the first one")],
          fix: Fix("leave it out, or write the label or the value that it was to read"))
      }
    }
  }
}
