import MTLSource
import MTLSyntax

/// MTL653: a search over a constant that nothing uses.
enum VaryUnusedConstant: Rule {
  static let identity = DiagnosticIdentity(653, "vary-unused-constant")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A `vary` of a constant that nothing outside of `tune` names.",
    why: "All trials come out the same: the search costs time and finds noise.",
    bad: spec("64"), good: spec("width"))

  private static func spec(_ width: String) -> String {
    """
    const width = 64

    \(HousesSpec.data)

    shared trunk(houses.features) {
        encode -> dense(\(width)) -> relu
    }

    \(HousesSpec.price)

    \(HousesSpec.rent)

    tune {
        vary   width in [32, 64, 128]
        trials 20
    }
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let clauses = spec.clauses(.tune, "vary")
    guard !clauses.isEmpty else { return }
    let used = spec.namesUsedOutsideOfSearches
    for clause in clauses {
      guard case .binary(.contained, let variable, _, _)? = clause.values.first?.first?.kind,
        case .name(let name) = variable.kind, !used.contains(name.text)
      else { continue }
      findings.report(
        "nothing that is trained depends on `\(name.text)`", at: name.range,
        fix: Fix("use the constant where the value belongs, or take the line out"))
    }
  }
}

extension LintedSpec {
  /// Every name in the text but those that constants and searches begin with; a column or a layer of a
  /// constant's name counts as a use of it.
  fileprivate var namesUsedOutsideOfSearches: Set<String> {
    var skipped: [SourceRange] = []
    for declaration in tree.declarations {
      switch declaration.kind {
      case .constant(let constant): skipped.append(constant.name.range)
      case .settings(let settings) where settings.kind == .tune: skipped.append(declaration.range)
      default: break
      }
    }
    var names: Set<String> = []
    var next = 0
    for token in tree.tokens where token.kind == .name || token.kind == .quotedName {
      while next < skipped.count, skipped[next].end <= token.range.start { next += 1 }
      if next < skipped.count, skipped[next].start <= token.range.start { continue }
      let text = tree.source.text(token.range)
      names.insert(token.kind == .quotedName ? String(text.dropFirst().dropLast()) : text)
    }
    return names
  }
}
