extension JSONValue {
  /// How a document is laid out.
  package enum Layout: Sendable {
    /// On one line without blanks.
    case compact
    /// One member or element a line, indented by two blanks; empty ones stay on their line.
    case pretty
  }

  /// The document as text, without a line break at its end.
  ///
  /// Numbers are the shortest that parse back to the same `Double`; integers have neither point
  /// nor exponent. JSON has no spelling for infinities and not-a-number: they are written as
  /// `null`, so that a report of a diverged run stays readable to every program. Quotes,
  /// backslashes and the control characters below U+0020 are escaped, nothing else is.
  package func text(_ layout: Layout = .compact) -> String {
    String(decoding: bytes(layout), as: UTF8.self)
  }

  /// The bytes of the document's text, without a line break at its end.
  package func bytes(_ layout: Layout = .compact) -> [UInt8] {
    var writer = JSONWriter(isPretty: layout == .pretty)
    writer.write(self, depth: 0)
    return writer.output
  }
}

/// Appends values to a buffer of UTF-8 text.
private struct JSONWriter {
  /// Whether lines are broken and indented.
  let isPretty: Bool
  /// The text so far.
  var output: [UInt8] = []

  /// Creates a writer that has written nothing.
  init(isPretty: Bool) { self.isPretty = isPretty }

  /// Appends a value that lies within `depth` others.
  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(value.description)
    case .number(let value): append(value.isFinite ? value.description : "null")
    case .string(let text): writeString(text)
    case .array(let elements): writeArray(elements, depth: depth)
    case .object(let members): writeObject(members, depth: depth)
    }
  }

  /// Appends an array.
  private mutating func writeArray(_ elements: [JSONValue], depth: Int) {
    append("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { append(",") }
      breakLine(depth: depth + 1)
      write(element, depth: depth + 1)
    }
    if !elements.isEmpty { breakLine(depth: depth) }
    append("]")
  }

  /// Appends an object.
  private mutating func writeObject(_ members: [JSONValue.Member], depth: Int) {
    append("{")
    for (index, member) in members.enumerated() {
      if index > 0 { append(",") }
      breakLine(depth: depth + 1)
      writeString(member.key)
      append(isPretty ? ": " : ":")
      write(member.value, depth: depth + 1)
    }
    if !members.isEmpty { breakLine(depth: depth) }
    append("}")
  }

  /// Begins an indented line, in the pretty layout.
  private mutating func breakLine(depth: Int) {
    guard isPretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  /// Appends a string in quotes.
  private mutating func writeString(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x0C: append("\\f")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20: append(byte < 0x10 ? "\\u000" : "\\u00", String(byte, radix: 16))
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Appends texts as they are.
  private mutating func append(_ texts: String...) {
    for text in texts { output.append(contentsOf: text.utf8) }
  }
}
