/// Where each variable lies in a run's memory, in floats; every plan of a run shares it.
package struct VariableLayout: Sendable {
  /// The number of floats that 64 bytes hold: every variable begins at a multiple.
  package static let alignment = 16

  /// The first element of each variable.
  package let offsets: [String: Int]
  /// The number of elements of each variable.
  package let counts: [String: Int]
  /// The end of the last variable, aligned: where the arenas begin.
  package let size: Int

  /// Lays variables one after another; names are unique.
  package init(variables: [(name: String, count: Int)]) {
    var offsets: [String: Int] = [:]
    var end = 0
    for (name, count) in variables {
      offsets[name] = end
      end += Self.aligned(count)
    }
    self.offsets = offsets
    counts = Dictionary(uniqueKeysWithValues: variables.map { ($0.name, $0.count) })
    size = end
  }

  /// The place of one variable.
  package func range(of name: String) -> Range<Int>? {
    guard let offset = offsets[name], let count = counts[name] else { return nil }
    return offset..<offset + count
  }

  /// The next multiple of the alignment.
  package static func aligned(_ count: Int) -> Int {
    (count + alignment - 1) / alignment * alignment
  }
}
