import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL109: a declared name that is not written in small letters with `_` between words.
enum NamingConvention: Rule {
  static let identity = DiagnosticIdentity(109, "naming-convention")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let page = RulePage(
    what: "A name that the spec gives is not written in small letters, with `_` between its words.",
    why: """
      Layers, losses and words of the language are written so, and one style is read faster than two. Columns \
      of a file keep the names that the file gives them, and what stands in backquotes is meant as it is.
      """,
    bad: """
      \(Houses.prices)

      task askingPrice(houses.features) {
          encode -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      \(Houses.prices)

      task asking_price(houses.features) {
          encode -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for name in spec.tree.declarations.flatMap({ names(of: $0) })
    where name.spelling == name.text && !isConventional(name.text) {
      findings.report(
        "`\(name.text)` is not written like other names", at: name.range,
        fix: Fix("write it in small letters, with `_` between words"))
    }
  }

  /// The names that a declaration gives, columns of files aside.
  private static func names(of declaration: Declaration) -> [Name] {
    var names = declaration.name.map { [$0] } ?? []
    switch declaration.kind {
    case .model(let name): names.append(name)
    case .imported(let item): names += item.items.compactMap { $0.alias }
    case .block(let block): names += block.parameters.map { $0.name }
    case .task(let task): names += task.iterations.map { $0.variable }
    default: break
    }
    for line in declaration.dataLines {
      if case .columns(_, let spans, _, .some) = line.kind {
        names += spans.compactMap { $0.first }
      }
    }
    return names + (declaration.body?.allSteps.compactMap { $0.alias } ?? [])
  }

  private static func isConventional(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
  }
}
