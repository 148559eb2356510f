import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL651: two methods of a comparison that are the same, written differently.
enum DuplicateMethod: Rule {
  static let identity = DiagnosticIdentity(651, "duplicate-method-in-compare")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A `compare` block that lists one weighting twice: once with its defaults and once with the same \
      values written out.
      """,
    why: "The runs of both come out the same: they cost time and look like a result.",
    bad: spec("equal, dwa, dwa(temperature: 2)"), good: spec("equal, dwa, dwa(temperature: 1)"))

  private static func spec(_ methods: String) -> String {
    HousesSpec.with(
      """
      compare {
          methods \(methods)
          seeds   5
      }
      """)
  }

  private struct Stage: Hashable {
    let name: String
    let arguments: [String: ConstantValue]
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let clauses = spec.clauses(.compare, "methods")
    guard !clauses.isEmpty else { return }
    let uses = Dictionary(
      spec.uses(of: .weighting).map { ($0.call.range.start, $0) },
      uniquingKeysWith: { first, _ in first })
    var seen: [[Stage]: SourceRange] = [:]
    for stages in clauses.flatMap({ $0.values }) {
      let method = stages.compactMap { stage in
        uses[stage.range.start].map { Stage(name: $0.entry.name, arguments: $0.meaning) }
      }
      guard method.count == stages.count, let first = stages.first, let last = stages.last else {
        continue
      }
      let range = first.range.union(last.range)
      if let other = seen[method] {
        findings.report(
          "`\(spec.text(range))` is the same as `\(spec.text(other))`", at: range,
          secondary: [(other, "the same method")], fix: Fix("keep one of the two"))
      }
      seen[method] = seen[method] ?? range
    }
  }
}
