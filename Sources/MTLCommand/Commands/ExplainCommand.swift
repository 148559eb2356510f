import MTL
import MTLCatalogue
import MTLLint
import MTLSemantics
import MTLSource

/// `mtl explain`: what a diagnostic means, or what something of the catalogue is.
enum ExplainCommand: Command {
  static let name = "explain"
  static let summary = "Explain a diagnostic or a thing of the catalogue; alone, list them all"
  static let operands = "[NAME]"
  static let operandCount = 0...1
  static let options: [CommandOption] = []

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    guard let name = arguments.operands.first else {
      list()
      return .fine
    }
    var isKnown = false
    if let code = DiagnosticCode(name), let page = ExplainPages.page(of: code) {
      Terminal.out(text(of: page))
      isKnown = true
    }
    if let rule = Rules.rule(called: name) {
      Terminal.out(RulePage.text(of: rule))
      isKnown = true
    }
    for kind in Registry.kinds {
      for entry in kind.entries where entry.name == name {
        if isKnown { Terminal.out("") }
        Terminal.out(text(of: entry, kind: kind.name))
        isKnown = true
      }
    }
    guard !isKnown else { return .fine }
    let names =
      DiagnosticCode.allCases.map { $0.name } + Rules.all.map { $0.identity.name }
      + Registry.kinds.flatMap { $0.entries.map { $0.name } }
    throw Failure(
      "there is nothing called `\(name)` to explain",
      help: (Registry.synonym(of: name) ?? NearName.best(for: name, among: names)).map {
        "did you mean `mtl explain \($0)`?"
      } ?? "`mtl explain` alone lists what there is", isUsage: true)
  }

  private static func list() {
    for kind in Registry.kinds {
      var table = TextLines()
      for entry in kind.entries { table.add("  " + entry.name, entry.summary) }
      Terminal.out(kind.plural)
      for line in table.lines { Terminal.out(line) }
      Terminal.out("")
    }
    Terminal.out("diagnostics")
    for code in DiagnosticCode.allCases { Terminal.out("  \(code.id) \(code.name)") }
    Terminal.out("\nrules of `mtl lint`")
    var table = TextLines()
    for rule in Rules.all {
      table.add("  \(rule.identity.id) \(rule.identity.name)", RulePage.properties(of: rule))
    }
    for line in table.lines { Terminal.out(line) }
  }

  private static func text(of entry: any CatalogueEntry.Type, kind: String) -> String {
    guard let weighting = entry as? any Weighting.Type else {
      return CataloguePage.text(of: entry, kind: kind)
    }
    let page = WeightingPage(weighting)
    let properties = page.properties.map { name, text in
      CataloguePage.wrapped("\(name): \(text)", indent: "  ", to: CataloguePage.terminalWidth)
    }
    return """
      \(CataloguePage.description(of: entry, kind: kind))

      \(properties.joined(separator: "\n"))

      A spec with it:

      \(indented(page.spec))
      """
  }

  private static func text(of page: ExplainPage) -> String {
    """
    \(page.code.id) \(page.code.name)

    \(page.text)

    Wrong:

    \(indented(page.wrong))

    Right:

    \(indented(page.right))
    """
  }

  private static func indented(_ text: String) -> String {
    VisibleText.lines(text).map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
  }
}
