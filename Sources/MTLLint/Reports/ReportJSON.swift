import MTLFormats
import MTLSource

/// JSON text in which whatever is hidden or special is escaped, so that no report carries it raw.
enum ReportJSON {
  /// A value on one line.
  static func compact(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text, indent: nil)
    return text
  }

  /// A value with each member and element on a line of its own, places left on one, and a line end.
  static func pretty(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text, indent: 0)
    return text + "\n"
  }

  private static func write(_ value: JSONValue, to text: inout String, indent: Int?) {
    switch value {
    case .string(let string): text += JSONText.quoted(string)
    case .array(let elements):
      list(elements, "[", "]", to: &text, indent: indent) { element, text, indent in
        write(element, to: &text, indent: indent)
      }
    case .object(let members):
      if indent != nil, !members.isEmpty, members.allSatisfy({ $0.value.integer != nil }) {
        let pairs = members.map { JSONText.quoted($0.key) + ": " + $0.value.text() }
        text += "{" + pairs.joined(separator: ", ") + "}"
        return
      }
      list(members, "{", "}", to: &text, indent: indent) { member, text, indent in
        text += JSONText.quoted(member.key) + (indent == nil ? ":" : ": ")
        write(member.value, to: &text, indent: indent)
      }
    case .null, .bool, .number, .integer: text += value.text()
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, indent: Int?,
    each: (Element, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      breakLine(&text, inner)
      each(element, &text, inner)
    }
    if !elements.isEmpty { breakLine(&text, indent) }
    text += close
  }

  private static func breakLine(_ text: inout String, _ indent: Int?) {
    guard let indent else { return }
    text += "\n" + String(repeating: " ", count: indent)
  }
}

extension JSONValue {
  /// An object of the members that have a value.
  static func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { key, value in value.map { Member(key, $0) } })
  }
}
