import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL569: a path that holds on one machine alone.
enum AbsolutePath: Rule {
  static let identity = DiagnosticIdentity(569, "absolute-path")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The path of a data file, an import or a file of parameters begins at the root of a disk or at a \
      home folder.
      """,
    why: """
      The file lies there on one machine. A path from the spec's folder goes where the spec goes, and \
      `--data-root` says where the data lie.
      """,
    bad: """
      data houses from csv("/data/houses.csv") {
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
    var paths = spec.writtenArguments.paths()
    for case .imported(let item) in spec.tree.declarations.map({ $0.kind }) {
      if case .string(let path) = item.file.kind { paths.append((path, item.file.range)) }
    }
    for (path, range) in paths where isAbsolute(path) {
      findings.report(
        "the path `\(path)` holds on one machine alone", at: range,
        fix: Fix(
          "write a relative path; for data, `--data-root` names the folder that it begins at"))
    }
  }

  private static func isAbsolute(_ path: String) -> Bool {
    if path.hasPrefix("/") || path.hasPrefix("\\") || path == "~" || path.hasPrefix("~/") {
      return true
    }
    let beginning = Array(path.utf8.prefix(3))
    let isLetter = beginning.first.map { (0x41...0x5A).contains($0 & 0xDF) } ?? false
    return beginning.count == 3 && isLetter && beginning[1] == 0x3A
      && (beginning[2] == 0x5C || beginning[2] == 0x2F)
  }
}
