import MTLSource

/// What is looked for, and how much it weighs.
package struct LintSettings: Sendable {
  /// What a kind of finding weighs instead of what its rule says.
  package enum Weight: Hashable, Sendable {
    case severity(Diagnostic.Severity)
    case off
  }

  /// The rules that run; those in preview only where they are meant by themselves.
  package var select: [RuleSelector] = RuleSelector("ALL").map { [$0] } ?? []
  package var ignore: [RuleSelector] = []
  package var weights: [(selector: RuleSelector, weight: Weight)] = []
  /// Whether rules in preview run like all others.
  package var usesPreview = false
  /// Whether a comment that hides a finding has to say why.
  package var requiresReasons = false

  /// What lint does unless it is told otherwise.
  package init() {}

  /// Whether a kind of finding is looked for.
  package func isEnabled(_ identity: DiagnosticIdentity, isPreview: Bool) -> Bool {
    guard weight(of: identity) != .off else { return false }
    let selecting = LintSettings.narrowest(select, for: identity)
    guard let selecting else { return false }
    if isPreview, !usesPreview, !selecting.isExact { return false }
    guard let ignoring = LintSettings.narrowest(ignore, for: identity) else { return true }
    return selecting.precision > ignoring.precision
  }

  /// The rules that run.
  ///
  /// - Parameter hasData: Whether the data are read.
  package func rules(hasData: Bool) -> [any Rule.Type] {
    Rules.all.filter {
      isEnabled($0.identity, isPreview: $0.isPreview) && ($0.needs == .spec || hasData)
    }
  }

  /// What a kind of finding weighs by these settings; `nil` where they do not say.
  package func weight(of identity: DiagnosticIdentity) -> Weight? {
    weights.filter { $0.selector.matches(identity) }
      .max { $0.selector.precision < $1.selector.precision }?.weight
  }

  private static func narrowest(
    _ selectors: [RuleSelector], for identity: DiagnosticIdentity
  ) -> RuleSelector? {
    selectors.filter { $0.matches(identity) }.max { ($0.precision, 0) < ($1.precision, 0) }
  }
}
