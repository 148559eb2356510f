import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL570: a data file outside of the spec's folder.
enum PathClimbsOut: Rule {
  static let identity = DiagnosticIdentity(570, "path-climbs-out")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "The path of a data file climbs out of the spec's folder with `..`.",
    why: """
      A spec reads nothing outside of its folder, so that one from a stranger can be run without care. Such a \
      file is read only with `--allow-outside`, which allows it everything.
      """,
    bad: """
      data houses from csv("../data/houses.csv") {
          feature rooms, area: number
          label   price: number
      }

      \(Houses.linearPrice)
      """,
    good: """
      \(Houses.prices)

      \(Houses.linearPrice)
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for (path, range) in spec.writtenArguments.paths(of: .source) where climbsOut(path) {
      findings.report(
        "the path `\(path)` leads out of the spec's folder", at: range,
        notes: ["such a file is read with `--allow-outside` alone"],
        fix: Fix("name the file from a folder that `--data-root` gives, or put it beside the spec"))
    }
  }

  private static func climbsOut(_ path: String) -> Bool {
    var depth = 0
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return !path.hasPrefix("/") }
    }
    return false
  }
}
