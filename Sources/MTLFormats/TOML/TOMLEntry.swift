/// One setting of a TOML file, with its full name and its place.
package struct TOMLEntry: Sendable {
  /// The tables that it stands in, and its own key.
  package let path: [String]
  package let value: TOMLValue
  /// The one-based line of the key.
  package let line: Int
  /// The one-based column of the key.
  package let column: Int
}

/// A value of a TOML file.
package enum TOMLValue: Hashable, Sendable {
  case text(String)
  case integer(Int)
  case flag(Bool)
  case list([TOMLValue])

  /// What kind of value it is, as messages say it.
  package var kind: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number"
    case .flag: "true or false"
    case .list: "a list"
    }
  }
}
