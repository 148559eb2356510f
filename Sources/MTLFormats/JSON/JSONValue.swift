/// A JSON document as a plain value.
///
/// Objects keep the order of their members. Integers that fit are kept apart from other numbers,
/// so that a count of rows or a seed never turns into a `Double` on the way.
package enum JSONValue: Hashable, Sendable {
  /// The word `null`.
  case null
  /// One of the words `true` and `false`.
  case bool(Bool)
  /// A number with a fraction or an exponent, or too large for an integer.
  case number(Double)
  /// A number without fraction and exponent.
  case integer(Int)
  /// Text, without its escapes.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Members in order, their keys all different.
  case object([Member])

  /// One key of an object with its value.
  package struct Member: Hashable, Sendable {
    /// The key, without escapes.
    package let key: String

    /// The value that stands under the key.
    package var value: JSONValue

    /// Creates a member.
    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value under a key; nil where there is none or where this is not an object.
  ///
  /// Linear in the number of members.
  package subscript(key: String) -> JSONValue? {
    members?.first { $0.key == key }?.value
  }

  /// The element at an index; nil where there is none or where this is not an array.
  package subscript(index: Int) -> JSONValue? {
    guard let elements, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The members, where this is an object.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements, where this is an array.
  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text, where this is a string.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value, where this is one.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The integer, where this is one; `1.0` is not.
  package var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The number, where this is one, integers included.
  package var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// Whether this is `null`.
  package var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Creates a string.
  package init(stringLiteral value: String) { self = .string(value) }

  /// Creates an integer.
  package init(integerLiteral value: Int) { self = .integer(value) }

  /// Creates a number.
  package init(floatLiteral value: Double) { self = .number(value) }

  /// Creates a truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Creates an array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Creates an object whose members stand in the order of the literal.
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { Member($0.0, $0.1) })
  }
}
