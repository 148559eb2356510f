import MTLSemantics
import MTLSource

/// MTL553: a feature that tells the label.
enum LabelLeak: Rule {
  static let identity = DiagnosticIdentity(553, "label-leak")
  static let severity = Diagnostic.Severity.warning
  static let needs = RuleNeeds.data
  static let page = RulePage(
    what: """
      A feature from which a label can be told nearly by itself, in the training rows.
      """,
    why: """
      Nearly always it is the label under another name, or something that is known only afterwards. The metrics are \
      splendid, and the model is of no use.
      """,
    bad: """
      \(Houses.prices)

      \(Houses.price)
      """,
    good: """
      \(Houses.areasAside)

      \(Houses.price)
      """,
    files: [
      "houses.csv": PageTable.csv("rooms,area,price") { _, numbers in
        let price = numbers.next()
        return [numbers.text(), String(price * 2 + numbers.next() * 1e-6), String(price)]
      }
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets {
      guard let profile = spec.data?.dataSets[data.name] else { continue }
      for pair in profile.correlations {
        guard let (feature, label) = data.featureAndLabel(pair.first, pair.second) else { continue }
        let share = abs(pair.coefficient).brief
        findings.report(
          "`\(feature.name)` and the label `\(label.name)` are nearly the same: their correlation is \(share)",
          at: feature.range, secondary: [(label.range, "the label")],
          fix: Fix("make it a `column`, unless it is known when the model is used"))
      }
      for found in profile.revealing {
        guard let (feature, label) = data.featureAndLabel(found.feature, found.label) else {
          continue
        }
        findings.report(
          "`\(feature.name)` tells the label `\(label.name)` in \((found.share * 100).brief) % of the training rows",
          at: feature.range, secondary: [(label.range, "the label")],
          fix: Fix("make it a `column`, unless it is known when the model is used"))
      }
    }
  }
}

extension CheckedData {
  /// Two columns where one is a feature and the other a label.
  fileprivate func featureAndLabel(
    _ first: String, _ second: String
  ) -> (feature: CheckedColumn, label: CheckedColumn)? {
    guard let first = column(first), let second = column(second) else { return nil }
    switch (first.role, second.role) {
    case (.feature, .label): return (first, second)
    case (.label, .feature): return (second, first)
    default: return nil
    }
  }
}
