/// One finding about a source text, as data: what is wrong, where, why, and what to do.
///
/// Renderers turn it into text or JSON; nothing else decides how a finding looks.
package struct Diagnostic: Sendable {
  /// How much a finding weighs.
  package enum Severity: String, Sendable, Comparable {
    case note
    case warning
    case error

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }

    package static func < (lhs: Severity, rhs: Severity) -> Bool { lhs.rank < rhs.rank }
  }

  /// A place in a source text with the fact that holds there.
  package struct Label: Sendable {
    package let source: SourceText
    package let range: SourceRange
    /// The local fact, lower case and without a full stop; empty where the message says it all.
    package let text: String

    package init(_ source: SourceText, _ range: SourceRange, _ text: String = "") {
      self.source = source
      self.range = range
      self.text = text
    }
  }

  /// One replacement of a range of the primary source by a text.
  package struct Edit: Hashable, Sendable {
    package let range: SourceRange
    package let replacement: String

    package init(_ range: SourceRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// What the user may do, with the edit that does it where there is one.
  package struct Help: Sendable {
    package let text: String
    package let edits: [Edit]
    /// Whether a tool may apply the edits unasked.
    package let isSafe: Bool

    package init(_ text: String, edits: [Edit] = [], isSafe: Bool = false) {
      self.text = text
      self.edits = edits
      self.isSafe = isSafe
    }
  }

  package let identity: DiagnosticIdentity
  package private(set) var severity: Severity
  /// One sentence that stands alone: lower-case start, names in backquotes, no full stop.
  package let message: String
  package let primary: Label
  package var secondary: [Label]
  package var notes: [String]
  package var helps: [Help]

  /// Creates a diagnostic; its severity is the code's own unless given.
  package init(
    _ code: DiagnosticCode, _ message: String, at primary: Label, secondary: [Label] = [],
    notes: [String] = [], helps: [Help] = [], severity: Severity? = nil
  ) {
    self.init(
      code.identity, severity ?? code.severity, message, at: primary, secondary: secondary,
      notes: notes, helps: helps)
  }

  /// Creates a finding of any kind.
  package init(
    _ identity: DiagnosticIdentity, _ severity: Severity, _ message: String, at primary: Label,
    secondary: [Label] = [], notes: [String] = [], helps: [Help] = []
  ) {
    self.identity = identity
    self.severity = severity
    self.message = message
    self.primary = primary
    self.secondary = secondary
    self.notes = notes
    self.helps = helps
  }

  /// The code of what the parser or the checker has found; `nil` for a finding of another kind.
  package var code: DiagnosticCode? { DiagnosticCode(rawValue: identity.number) }
}

extension Diagnostic {
  /// The same finding with another weight.
  package func with(severity: Severity) -> Diagnostic {
    var copy = self
    copy.severity = severity
    return copy
  }
}
