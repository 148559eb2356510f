/// The page of a catalogue entry, made from its declaration.
package enum CataloguePage {
  /// The page as plain text.
  package static func text(of entry: any CatalogueEntry.Type, kind: String) -> String {
    var lines = ["\(entry.name) (\(kind))", "", "\(entry.summary)."]
    if !entry.details.isEmpty { lines += ["", entry.details] }
    if !entry.parameters.isEmpty {
      lines.append("")
      lines += entry.parameters.map { line(of: $0) }
    }
    return (lines + ["", "    \(entry.example)"]).joined(separator: "\n")
  }

  /// One parameter: how it is given, what it takes, what it is when absent.
  package static func line(of parameter: ParameterDeclaration) -> String {
    let form = parameter.isPositional ? parameter.name : "\(parameter.name):"
    var text = "  \(form)  \(parameter.summary); \(parameter.kind.description)"
    if let value = parameter.defaultValue {
      text += ", \(value) unless given"
    } else if parameter.isRequired {
      text += ", required"
    }
    return text
  }
}
