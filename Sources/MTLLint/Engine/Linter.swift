import MTLSemantics
import MTLSource
import MTLSyntax

/// Lints one spec: what the checker has found, and what the rules find.
package enum Linter {
  /// Lints a checked spec.
  ///
  /// A spec with an error is not looked at by rules: what they would find may follow from it.
  ///
  /// - Parameters:
  ///   - data: What the data say, where they have been read.
  ///   - enabled: The rules that run by the settings.
  package static func lint(
    _ tree: SyntaxTree, _ program: Program, _ result: CheckResult, data: DataProfile? = nil,
    settings: LintSettings, enabled: [any Rule.Type]
  ) -> LintResult {
    // Of imported files errors count alone: what else is to be said of them is said where they are linted.
    let checked = result.diagnostics.filter {
      $0.severity == .error || $0.primary.source === program.sources.main
    }
    guard !checked.contains(where: { $0.severity == .error }),
      let spec = LintedSpec(tree, program, result, data: data)
    else {
      return LintResult(
        diagnostics: checked.filter { $0.severity == .error }.sortedByPosition(), suppressed: [])
    }
    var found = checked.filter {
      $0.severity == .error || settings.isEnabled($0.identity, isPreview: false)
    }
    for rule in enabled {
      var findings = Findings(program.sources, rule: rule)
      rule.check(spec, &findings)
      found += findings.diagnostics
    }
    let hiding = Hiding(Suppression.all(in: tree), found, enabled: enabled)
    var kept = hiding.kept
    for rule in enabled {
      guard let rule = rule.aboutSuppressions else { continue }
      var findings = Findings(program.sources, rule: rule)
      rule.check(hiding, spec, settings, &findings)
      kept += findings.diagnostics.filter { hiding.suppression(of: $0) == nil }
    }
    return LintResult(
      diagnostics: kept.map { settings.weighed($0) }.sortedByPosition(),
      suppressed: hiding.hidden.map { LintResult.Suppressed($0.diagnostic, reason: $0.reason) })
  }
}

/// What lint has found in a spec.
package struct LintResult: Sendable {
  /// A finding that a comment hides.
  package struct Suppressed: Sendable {
    package let diagnostic: Diagnostic
    /// Why, as the comment says it.
    package let reason: String?

    init(_ diagnostic: Diagnostic, reason: String?) {
      self.diagnostic = diagnostic
      self.reason = reason
    }
  }

  /// In the order of their places.
  package let diagnostics: [Diagnostic]
  package let suppressed: [Suppressed]
}

extension LintSettings {
  /// A finding with the severity that the settings give it.
  fileprivate func weighed(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.severity != .error || diagnostic.code == nil,
      case .severity(let severity)? = weight(of: diagnostic.identity)
    else { return diagnostic }
    return diagnostic.with(severity: severity)
  }
}

/// Which findings the comments of a spec hide, and which comments hide nothing.
package struct Hiding: Sendable {
  package let suppressions: [Suppression]
  /// What no comment hides.
  package private(set) var kept: [Diagnostic] = []
  package private(set) var hidden: [(diagnostic: Diagnostic, reason: String?)] = []
  /// The codes that have hidden something: the place of the comment and of the code in it.
  private var used: Set<[Int]> = []
  private let enabled: [any Rule.Type]

  init(_ suppressions: [Suppression], _ found: [Diagnostic], enabled: [any Rule.Type]) {
    self.suppressions = suppressions
    self.enabled = enabled
    for diagnostic in found {
      // What the parser or the checker calls an error stays one.
      guard diagnostic.severity != .error || diagnostic.code == nil,
        let (place, code) = suppression(of: diagnostic)
      else {
        kept.append(diagnostic)
        continue
      }
      used.insert([place, code])
      hidden.append((diagnostic, suppressions[place].reason))
    }
  }

  /// The comment, and the code in it, that hides a finding.
  func suppression(of diagnostic: Diagnostic) -> (place: Int, code: Int)? {
    for (place, suppression) in suppressions.enumerated() {
      if let code = suppression.code(hiding: diagnostic) { return (place, code) }
    }
    return nil
  }

  /// Whether a code of a comment hides nothing, though what it means has been looked for.
  package func isUnused(_ place: Int, code: Int) -> Bool {
    guard let selector = suppressions[place].codes[code].selector else { return false }
    return !used.contains([place, code]) && enabled.contains { selector.matches($0.identity) }
  }
}

/// A rule about the comments that hide findings; it looks when all others have.
package protocol SuppressionRule: Rule {
  /// Looks at the comments of a spec.
  static func check(
    _ hiding: Hiding, _ spec: LintedSpec, _ settings: LintSettings, _ findings: inout Findings)
}

extension SuppressionRule {
  package static var aboutSuppressions: (any SuppressionRule.Type)? { self }

  /// Nothing: what the comments hide has to be known first.
  package static func check(_ spec: LintedSpec, _ findings: inout Findings) {}
}
