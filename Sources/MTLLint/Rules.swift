import MTLSource

/// The rules of lint, sorted by code.
///
/// Engines walk this list and never name a rule. A new rule is one file and one line in its group's list.
package enum Rules {
  /// Every rule, those in preview too.
  package static let all: [any Rule.Type] =
    names + layers + losses + weighting + data + training + evaluation + cost

  /// The rule that a text means: a code or a name.
  package static func rule(called text: String) -> (any Rule.Type)? {
    all.first { $0.identity.isCalled(text) }
  }
}
