import MTLCatalogue
import MTLSource

extension RulePage {
  /// The page of a rule as `mtl explain` prints it, under the same headings for all.
  package static func text(of rule: any Rule.Type) -> String {
    let page = rule.page
    var sections = [
      "\(rule.identity.id) \(rule.identity.name) (\(properties(of: rule)))",
      section("What it does", wrapped(page.what)), section("Why this is bad", wrapped(page.why)),
      section("Example", page.bad, indent: "    "),
      section("Use instead", page.good, indent: "    "),
      section("Fix", wrapped(fixText(of: rule))),
      section(
        "Settings",
        wrapped(
          "`ignore = [\"\(rule.identity.id)\"]` or `severity.\(rule.identity.id) = \"off\"` in `mtl.toml`; "
            + "`// mtl: ignore \(rule.identity.id) -- why` in a spec.")),
    ]
    if !page.references.isEmpty {
      sections.append(section("References", page.references.joined(separator: "\n")))
    }
    return sections.joined(separator: "\n\n")
  }

  /// Severity, group, and what it takes to run, in a few words.
  package static func properties(of rule: any Rule.Type) -> String {
    var words = ["\(rule.severity.rawValue)", "\(RuleGroup(rule.identity).rawValue)"]
    if rule.needs == .data { words.append("needs --data") }
    if rule.isPreview { words.append("preview") }
    return words.joined(separator: ", ")
  }

  private static func wrapped(_ text: String) -> String {
    CataloguePage.wrapped(text, indent: "", to: CataloguePage.terminalWidth)
  }

  private static func section(_ heading: String, _ text: String, indent: String = "") -> String {
    let lines = VisibleText.lines(text).map { $0.isEmpty ? "" : indent + $0 }
    return heading + "\n\n" + lines.joined(separator: "\n")
  }

  private static func fixText(of rule: any Rule.Type) -> String {
    switch rule.fix {
    case .safe: "Safe: `--fix` makes it, and what is trained stays the same."
    case .unsafe: "Unsafe: `--unsafe-fixes` makes it; the numbers change."
    case nil: "None that a program could make."
    }
  }
}
