/// Which kind of finding something is: a number for tools, a name for people; both are stable.
package struct DiagnosticIdentity: Hashable, Sendable {
  package let number: Int
  /// The name, such as `class-count-mismatch`.
  package let name: String

  package init(_ number: Int, _ name: String) {
    self.number = number
    self.name = name
  }

  /// The number as tools print it, such as `MTL304`.
  package var id: String {
    let digits = String(number)
    return "MTL" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// Whether a text means this kind: `MTL304`, `mtl304`, `304` or the name.
  package func isCalled(_ text: String) -> Bool {
    let wanted = text.lowercased()
    return wanted == id.lowercased() || wanted == name || wanted == String(number)
  }
}
