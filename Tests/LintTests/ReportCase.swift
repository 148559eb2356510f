import Foundation
import MTLLint
import MTLSource
import MTLTestSupport

/// Reports that are written down in every format, by name.
///
/// The rules are made up, so that no record changes with a rule's page.
struct ReportCase: CustomStringConvertible {
  let description: String
  let report: LintReport

  static let all: [ReportCase] = [
    ReportCase(description: "none", report: LintReport(version: "1.2.3")),
    ReportCase(description: "clean", report: clean),
    ReportCase(description: "mixed", report: mixed),
    ReportCase(description: "hostile", report: hostile),
  ]

  /// The case of a name.
  static func named(_ name: String) -> LintReport? { all.first { $0.description == name }?.report }

  /// Two specs in which nothing is found, one of them after edits.
  private static var clean: LintReport {
    var report = LintReport(version: "1.2.3")
    report.add(SourceText(name: "specs/houses.mtl", "task price(trunk) {}\n"), diagnostics: [])
    report.add(
      SourceText(name: "./specs//people.mtl", ""), diagnostics: [], wasChanged: true)
    return report
  }

  /// Errors, warnings and notes; with edits, over several lines, behind wide characters, repeated,
  /// pointing into an imported file, hidden with and without a reason.
  private static var mixed: LintReport {
    let houses = Spec(
      "specs/houses.mtl",
      """
      data houses from csv("größe.csv") { // 🏠
          feature größe: number
          label   price: number
      }

      shared trunk(houses.features) {
          dense(32) -> dense(16)
          dense(32) -> dense(16)
      }

      task price(trunk) {
          dense(1)
          loss mse(houses.price)
      }
      """)
    let library = Spec("specs/library.mtl", "block encoder {\n    dense(8)\n}\n")
    var report = LintReport(version: "1.2.3")
    report.add(
      houses.source,
      diagnostics: [
        Diagnostic(
          .unknownName, "there is no `trunk`; did you mean `trunc`?",
          at: houses.label("trunk", 2, "no such name")),
        houses.warning(
          291, "needless-layer", "two `dense` layers follow each other without an activation",
          at: "dense(32) -> dense(16)", 1, notes: ["two linear maps are one linear map"],
          help: Diagnostic.Help(
            "join them", edits: [houses.edit("dense(32) -> dense(16)", 1, "dense(16)")],
            isSafe: false)),
        houses.warning(
          291, "needless-layer", "two `dense` layers follow each other without an activation",
          at: "dense(32) -> dense(16)", 2,
          help: Diagnostic.Help("put an activation between them")),
        houses.warning(
          191, "left-over", "no task reads `größe`", at: "größe", 2,
          secondary: [library.label("encoder", 1, "declared here")],
          help: Diagnostic.Help(
            "take it out",
            edits: [
              houses.edit("    feature größe: number\n", 1, ""),
              houses.edit("   price", 1, " price"),
            ], isSafe: true)),
        houses.warning(
          691, "odd-rate", "the whole body is at fault",
          at: "task price(trunk) {\n    dense(1)\n    loss mse(houses.price)\n}", 1
        ).with(severity: .note),
      ],
      suppressed: [
        (
          houses.warning(191, "left-over", "no task reads `houses`", at: "houses", 1),
          "kept for the next release"
        ),
        (houses.warning(191, "left-over", "no task reads `trunk`", at: "trunk", 1), nil),
      ])
    report.add(SourceText(name: "specs/people.mtl", "\n"), diagnostics: [])
    report.add(library.source, diagnostics: [], wasChanged: true)
    return report
  }

  /// What a stranger might write into names, paths and reasons to be read as something else.
  private static var hostile: LintReport {
    let text = "task `x`|<&>\n"
    let spec = Spec("::error file=a,line=1::b%0Ac\n;]\"<&>'`|.mtl", text)
    let message = """
      no `"quote' \\ <script>&amp;` | 100% ::error::x ##vso[task.complete result=Failed;]y
      \u{1B}[31mred\u{202E}\u{0}\u{FFFE}\u{2028} [link](https://example.com) {0} ]]> `` # @all *b* _i_ ~~s~~
      """
    var report = LintReport(version: "1.2.3")
    report.add(
      spec.source,
      diagnostics: [
        spec.warning(
          191, "left-over", message, at: "`x`|<&>", 1,
          secondary: [spec.label("task", 1, message)], notes: [message, "a\nb"],
          help: Diagnostic.Help(message, edits: [spec.edit("task", 1, message)]))
      ],
      suppressed: [
        (spec.warning(191, "left-over", message, at: "task", 1), message)
      ])
    return report
  }
}

/// A spec whose places are found by their text.
private struct Spec {
  let source: SourceText

  init(_ name: String, _ text: String) { source = SourceText(name: name, text) }

  /// The range of the nth occurrence of a text.
  func range(_ text: String, _ number: Int) -> SourceRange {
    let whole = Array(source.bytes)
    let wanted = Array(text.utf8)
    let starts = whole.indices.filter { whole[$0...].starts(with: wanted) }
    let start = number <= starts.count ? starts[number - 1] : 0
    return SourceRange(start, start + wanted.count)
  }

  func label(_ text: String, _ number: Int, _ fact: String = "") -> Diagnostic.Label {
    Diagnostic.Label(source, range(text, number), fact)
  }

  func edit(_ text: String, _ number: Int, _ replacement: String) -> Diagnostic.Edit {
    Diagnostic.Edit(range(text, number), replacement)
  }

  func warning(
    _ number: Int, _ name: String, _ message: String, at text: String, _ occurrence: Int,
    secondary: [Diagnostic.Label] = [], notes: [String] = [], help: Diagnostic.Help? = nil
  ) -> Diagnostic {
    Diagnostic(
      DiagnosticIdentity(number, name), .warning, message, at: label(text, occurrence),
      secondary: secondary, notes: notes, helps: help.map { [$0] } ?? [])
  }
}
