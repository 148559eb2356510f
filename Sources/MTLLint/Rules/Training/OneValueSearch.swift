import MTLSource
import MTLSyntax

/// MTL654: a search over a single value.
enum OneValueSearch: Rule {
  static let identity = DiagnosticIdentity(654, "one-value-search")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "A `vary` over a list of one value, or over a list that has one value several times.",
    why: "There is nothing to choose: the constant says the same without a search.",
    bad: spec("[64]"), good: spec("[32, 64, 128]"))

  private static func spec(_ values: String) -> String {
    """
    const width = 64

    \(HousesSpec.data)

    shared trunk(houses.features) {
        encode -> dense(width) -> relu
    }

    \(HousesSpec.price)

    \(HousesSpec.rent)

    tune {
        vary   width in \(values)
        trials 20
    }
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for clause in spec.clauses(.tune, "vary") {
      guard
        case .binary(.contained, let variable, let domain, _)? = clause.values.first?.first?.kind,
        case .list(let elements) = domain.kind, let first = elements.first,
        Set(elements.map { spec.text($0.range) }).count == 1
      else { continue }
      findings.report(
        "`\(spec.text(variable.range))` is searched over `\(spec.text(first.range))` alone",
        at: domain.range, fix: Fix("list further values, or take the line out"))
    }
  }
}
