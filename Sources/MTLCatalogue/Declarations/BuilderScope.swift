/// Where what a builder makes belongs: a declaration, or a step in one.
package final class BuilderScope: Sendable {
  /// Outside of every declaration.
  static let root = BuilderScope()

  private let name: String
  private let outer: BuilderScope?
  /// The declaration; `nil` outside of all.
  package let owner: String?
  /// How many scopes it stands in, itself counted.
  package let depth: Int
  /// The declaration, the steps that it stands in and its own name, joined by points.
  package let path: String

  private init() { (name, outer, owner, depth, path) = ("", nil, nil, 0, "") }

  init(_ name: String, in outer: BuilderScope) {
    self.name = name
    self.outer = outer
    owner = outer.owner ?? name
    depth = outer.depth + 1
    path = outer.path(of: name)
  }

  /// The path of a name in this scope.
  func path(of name: String) -> String {
    guard depth > 0 else { return name }
    // Every parameter and every step has one: written at once, for appending is slower.
    let (outer, inner) = (path.utf8, name.utf8)
    let length = outer.count + 1 + inner.count
    return String(unsafeUninitializedCapacity: length) { buffer in
      _ = buffer.initialize(from: outer)
      buffer[outer.count] = UInt8(ascii: ".")
      let rest = UnsafeMutableBufferPointer(rebasing: buffer[(outer.count + 1)..<length])
      _ = rest.initialize(from: inner)
      return length
    }
  }

  /// The declaration, the steps that it stands in, and its own name.
  package var names: [String] {
    guard let outer else { return [] }
    return outer.names + [name]
  }
}
