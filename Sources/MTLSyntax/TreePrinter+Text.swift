import MTLSource

/// The parts of a tree that stand on one line.
extension TreePrinter {
  static func text(_ name: Name) -> String { name.spelling }

  static func text(_ path: Path) -> String {
    path.names.map { text($0) }.joined(separator: ".")
  }

  static func text(_ paths: [Path]) -> String {
    "(" + paths.map { text($0) }.joined(separator: " ") + ")"
  }

  static func text(_ call: Call) -> String {
    call.arguments.isEmpty ? text(call.name) : "(\(text(call.name))\(arguments(call.arguments)))"
  }

  static func text(_ type: TypeReference) -> String {
    guard let dimensions = type.dimensions else { return text(type.name) }
    return text(type.name) + "[" + dimensions.map { text($0) }.joined(separator: " ") + "]"
  }

  static func text(_ span: DataLine.Span) -> String {
    guard let first = span.first else { return "*" }
    return text(first) + (span.last.map { ".." + text($0) } ?? "")
  }

  static func values(_ values: [[Expression]]) -> String {
    values.map { " " + pipeline($0) }.joined()
  }

  static func pipeline(_ stages: [Expression]) -> String {
    let texts = stages.map { text($0) }
    return texts.count == 1 ? texts.joined() : "(-> \(texts.joined(separator: " ")))"
  }

  static func arguments(_ arguments: [Expression.Argument]) -> String {
    arguments.map { argument in
      guard let label = argument.label else { return " " + text(argument.value) }
      return " (: \(text(label)) \(text(argument.value)))"
    }.joined()
  }

  static func text(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let value, _): number(value)
    case .share(let value): "(share \(value))"
    case .duration(let value, let unit): "(duration \(number(value)) \(unit))"
    case .string(let value): quoted(value)
    case .flag(let value): value ? "true" : "false"
    case .name(let name): text(name)
    case .list(let elements): "(list" + spaced(elements) + ")"
    case .parenthesized(let inner): "(group \(text(inner)))"
    case .member(let base, let name): "(. \(text(base)) \(text(name)))"
    case .call(let callee, let values): "(call \(text(callee))\(arguments(values)))"
    case .index(let base, let places): "(at \(text(base))\(spaced(places)))"
    case .unary(let sign, let value): "(\(sign.rawValue) \(text(value)))"
    case .binary(let sign, let lhs, let rhs, _): "(\(sign.rawValue) \(text(lhs)) \(text(rhs)))"
    case .missing: "missing"
    }
  }

  private static func spaced(_ expressions: [Expression]) -> String {
    expressions.map { " " + text($0) }.joined()
  }

  private static func number(_ value: Double) -> String {
    let text = String(describing: value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A text in double quotes.
  static func quoted(_ text: String) -> String { "\"" + escaped(text, quote: "\"") + "\"" }

  fileprivate static func escaped(_ text: String, quote: Character) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where Character(scalar) == quote: result += "\\" + String(quote)
      case _ where HiddenCharacter.isHidden(scalar):
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Name {
  /// The name as a spec writes it: in backquotes, with escapes, where it cannot stand bare.
  package var spelling: String {
    let isBare =
      text.utf8.first?.isNameStart == true && text.utf8.allSatisfy { $0.isNamePart }
      && !Word.reserved.contains { $0.rawValue == text }
    return isBare ? text : "`" + TreePrinter.escaped(text, quote: "`") + "`"
  }
}
