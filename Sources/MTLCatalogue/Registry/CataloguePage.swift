/// The pages of catalogue entries, made from their declarations.
package enum CataloguePage {
  /// The page of an entry as plain text.
  package static func text(of entry: any CatalogueEntry.Type, kind: String) -> String {
    description(of: entry, kind: kind) + "\n\n    \(entry.example)"
  }

  /// The page without its example.
  package static func description(of entry: any CatalogueEntry.Type, kind: String) -> String {
    var lines = ["\(entry.name) (\(kind))", "", "\(entry.summary)."]
    if !entry.details.isEmpty { lines += ["", wrapped(entry.details, to: terminalWidth)] }
    if isPending(entry) { lines += ["", pending] }
    if !entry.parameters.isEmpty {
      lines.append("")
      lines += entry.parameters.map { wrapped(line(of: $0), indent: "      ", to: terminalWidth) }
    }
    return lines.joined(separator: "\n")
  }

  /// The most characters of a line of a page in plain text.
  package static let terminalWidth = 100

  /// One parameter: how it is given, what it takes, what it is when absent.
  package static func line(of parameter: ParameterDeclaration) -> String {
    let form = parameter.isPositional ? parameter.name : "\(parameter.name):"
    return "  \(form)  \(description(of: parameter))"
  }

  /// All entries of the catalogue in Markdown, a section for each kind.
  package static var markdown: String {
    Registry.kinds.map { kind in
      let title = kind.plural.prefix(1).uppercased() + kind.plural.dropFirst()
      return "### \(title)\n\n" + kind.entries.map { markdown(of: $0) }.joined(separator: "\n\n")
    }.joined(separator: "\n\n") + "\n"
  }

  private static func markdown(of entry: any CatalogueEntry.Type) -> String {
    var text = "**`\(entry.name)`** \(entry.summary)."
    if !entry.details.isEmpty { text += " \(entry.details)" }
    if isPending(entry) { text += " *\(pending)*" }
    var parts = [wrapped(text, indent: "")]
    if !entry.parameters.isEmpty {
      parts.append(
        entry.parameters.map { parameter in
          let form = parameter.isPositional ? parameter.name : "\(parameter.name):"
          return wrapped("- `\(form)` \(description(of: parameter))", indent: "  ")
        }.joined(separator: "\n"))
    }
    parts.append("    \(entry.example)")
    return parts.joined(separator: "\n\n")
  }

  /// The text in lines of at most so many characters, further ones indented.
  package static func wrapped(
    _ text: String, indent: String = "", to width: Int = 130
  ) -> String {
    var lines: [String] = []
    var line = String(text.prefix { $0 == " " })
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + word.count + 1 > width {
        lines.append(line)
        line = indent + word
      } else {
        line += isEmpty ? word : " " + word
      }
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }

  private static func description(of parameter: ParameterDeclaration) -> String {
    let text = "\(parameter.summary); \(parameter.kind.description)"
    if let value = parameter.defaultValue { return text + ", \(value) unless given" }
    return parameter.isRequired ? text + ", required" : text
  }

  private static let pending = "This version checks it and does not train it yet."

  /// Whether the entry cannot be trained yet, whatever its arguments.
  private static func isPending(_ entry: any CatalogueEntry.Type) -> Bool {
    !entry.init(Arguments(defaultsOf: entry.parameters)).isTrainable
  }
}
