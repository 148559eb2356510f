/// Whether and how rendered text is coloured.
package struct Style: Sendable {
  /// What a piece of rendered text is.
  package enum Role: Sendable {
    case error
    case warning
    case note
    case help
    case gutter
    case secondary
    case inserted
    case replaced
    case removed
    case strong
  }

  /// Text without colour.
  package static let plain = Style(isColored: false)

  /// Text coloured with the escape sequences that terminals know.
  package static let colored = Style(isColored: true)

  /// Whether colours are written.
  package let isColored: Bool

  /// Creates a style.
  package init(isColored: Bool) {
    self.isColored = isColored
  }

  /// A text in the colour of its role.
  package func paint(_ text: String, _ role: Role) -> String {
    guard isColored, !text.isEmpty else { return text }
    return "\u{1B}[" + Style.code(role) + "m" + text + "\u{1B}[0m"
  }

  private static func code(_ role: Role) -> String {
    switch role {
    case .error: "1;31"
    case .warning: "1;33"
    case .note: "1;32"
    case .help: "1;36"
    case .gutter, .secondary: "1;34"
    case .inserted: "32"
    case .replaced: "33"
    case .removed: "31"
    case .strong: "1"
    }
  }
}

extension Diagnostic.Severity {
  /// The role in which text about a finding of this severity is painted.
  package var role: Style.Role {
    switch self {
    case .note: .note
    case .warning: .warning
    case .error: .error
    }
  }
}
