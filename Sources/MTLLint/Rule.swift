import MTLSource

/// A mistake or a habit that lint looks for in specs that are right.
///
/// A rule is one file and one line of `Rules.all`. It stays silent where a spec is right: what is written
/// down on purpose is no mistake.
package protocol Rule: Sendable {
  /// Its code and its name; the name states what is bad, so that "ignore unused-layer" reads well.
  static var identity: DiagnosticIdentity { get }

  /// How much its findings weigh, unless a finding or the configuration says otherwise.
  static var severity: Diagnostic.Severity { get }

  /// What it looks at.
  static var needs: RuleNeeds { get }

  /// Whether it runs only where it is selected by its code or name, or with `--preview`.
  static var isPreview: Bool { get }

  /// What its edits are worth; `nil` where it offers none.
  static var fix: FixSafety? { get }

  /// What `mtl explain` says of it.
  static var page: RulePage { get }

  /// The rule itself, where it is about the comments that hide findings.
  static var aboutSuppressions: (any SuppressionRule.Type)? { get }

  /// Looks at a spec and reports.
  static func check(_ spec: LintedSpec, _ findings: inout Findings)
}

extension Rule {
  package static var needs: RuleNeeds { .spec }
  package static var isPreview: Bool { false }
  package static var fix: FixSafety? { nil }
  package static var aboutSuppressions: (any SuppressionRule.Type)? { nil }
}

/// What a rule looks at.
package enum RuleNeeds: String, Sendable {
  /// The spec alone.
  case spec
  /// What is known of the data as well: it runs with `--data`.
  case data
}

/// What applying a rule's edits does.
package enum FixSafety: String, Sendable {
  /// The compiled graph and what is trained stay the same.
  case safe
  /// What was meant is very likely kept, and the numbers change.
  case unsafe
}

/// What is to be known of a rule.
package struct RulePage: Sendable {
  /// What it reports, as sentences.
  package let what: String
  /// Why that is bad.
  package let why: String
  /// A spec in which the rule finds something, and no other does.
  package let bad: String
  /// The spec put right; what the rule's edits make of the bad one, where it has some.
  package let good: String
  /// Data files that the specs read, by their path beside the spec.
  package let files: [String: String]
  /// Papers, and threads in which people met it.
  package let references: [String]

  package init(
    what: String, why: String, bad: String, good: String, files: [String: String] = [:],
    references: [String] = []
  ) {
    self.what = what
    self.why = why
    self.bad = bad
    self.good = good
    self.files = files
    self.references = references
  }
}
