import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL110: a width that is written several times.
enum MagicNumber: Rule {
  static let identity = DiagnosticIdentity(110, "magic-number")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "Three layers or more have the same width, and each writes the number itself.",
    why: """
      Who changes the width of one has to find the others, and a search over widths (`tune`) needs a constant \
      to vary. Numbers below 8 are as often a coincidence.
      """,
    bad: """
      \(Houses.prices)

      shared trunk(houses.features) {
          encode
          dense(64) -> relu
          dense(64) -> relu
          dense(64) -> relu
      }

      \(Houses.priceHead)
      """,
    good: """
      const width = 64

      \(Houses.prices)

      shared trunk(houses.features) {
          encode
          dense(width) -> relu
          dense(width) -> relu
          dense(width) -> relu
      }

      \(Houses.priceHead)
      """)

  /// The smallest number that is taken for a width that has been chosen.
  private static let leastWidth = 8.0
  /// How many layers of one width are many.
  private static let leastCount = 3

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    var places: [Double: Set<SourceRange>] = [:]
    for use in spec.uses {
      guard let layer = use.entry as? any Layer.Type, layer.setsLastAxis,
        let width = layer.parameters.first(where: {
          if case .size = $0.kind { true } else { false }
        }),
        let argument = use.argument(width.name), spec.isOwn(argument.value.range),
        case .number(let number, isInteger: true) = argument.value.kind, number >= leastWidth
      else { continue }
      places[number, default: []].insert(argument.value.range)
    }
    for (width, ranges) in places where ranges.count >= leastCount {
      let sorted = ranges.sorted { $0.start < $1.start }
      findings.report(
        "\(sorted.count) layers write the width \(ConstantValue.plain(width)) themselves",
        at: sorted[0], secondary: sorted.dropFirst().prefix(8).map { ($0, "here too") },
        fix: Fix("give it a name, `const width = \(ConstantValue.plain(width))`, and write that"))
    }
  }
}
