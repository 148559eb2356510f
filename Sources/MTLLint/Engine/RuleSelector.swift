import MTLSource

/// Which kinds of findings are meant: one, those whose codes begin alike, a group, or all.
package struct RuleSelector: Hashable, Sendable {
  /// As it is written: `MTL301`, `unused-shared`, `MTL3`, `losses` or `ALL`.
  package let text: String
  private let digits: String
  private let name: String?

  /// Reads a selector; `nil` where no kind of finding is meant by the text.
  package init?(_ text: String) {
    self.text = text
    if text.uppercased() == "ALL" {
      (digits, name) = ("", nil)
    } else if let group = RuleGroup(rawValue: text.lowercased()) {
      (digits, name) = (group.digit, nil)
    } else if let identity = RuleSelector.identities.first(where: { $0.isCalled(text) }) {
      (digits, name) = (String(identity.id.dropFirst(3)), identity.name)
    } else if text.uppercased().hasPrefix("MTL"), (4...5).contains(text.count),
      let number = Int(text.dropFirst(3)), number > 0
    {
      digits = String(text.dropFirst(3))
      name = nil
      guard RuleSelector.identities.contains(where: { matches($0) }) else { return nil }
    } else {
      return nil
    }
  }

  /// Whether a kind of finding is meant.
  package func matches(_ identity: DiagnosticIdentity) -> Bool {
    identity.id.dropFirst(3).hasPrefix(digits)
  }

  /// Whether the very same kinds of findings are meant.
  package func means(_ other: RuleSelector) -> Bool { digits == other.digits }

  /// How narrow the selector is: of two that match, the narrower one decides.
  package var precision: Int { digits.count }

  /// Whether it means one kind alone.
  package var isExact: Bool { name != nil }

  /// Everything that can be found: by rules, and by the checker where it is no error.
  package static let identities: [DiagnosticIdentity] =
    Rules.all.map { $0.identity }
    + DiagnosticCode.allCases.filter { $0.severity != .error }.map { $0.identity }

  /// What selectors may be called, for "did you mean".
  package static var names: [String] {
    identities.flatMap { [$0.id, $0.name] } + RuleGroup.allCases.map { $0.rawValue } + ["ALL"]
  }
}

/// The groups of findings, by the hundreds of their codes.
package enum RuleGroup: String, CaseIterable, Sendable {
  case syntax
  case names
  case layers
  case losses
  case weighting
  case data
  case training
  case evaluation
  case cost

  /// The first digit of the codes.
  var digit: String { String(RuleGroup.allCases.firstIndex(of: self) ?? 0) }

  /// The group of a kind of finding.
  package init(_ identity: DiagnosticIdentity) {
    let groups = RuleGroup.allCases
    self = groups[min(identity.number / 100, groups.count - 1)]
  }
}
