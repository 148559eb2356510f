/// Hashes that are the same on every platform and in every run.
package enum StableHash {
  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3

  /// The 64-bit FNV-1a hash of bytes.
  @inline(__always)
  package static func of(_ bytes: Span<UInt8>) -> UInt64 {
    var hash = start
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* prime }
    return hash
  }

  /// The 64-bit FNV-1a hash of a text.
  static func of(_ text: String) -> UInt64 {
    text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* prime }
  }

  /// A number whose bits all depend on all bits of another (the finalizer of SplitMix64).
  @inline(__always)
  static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// What a cell adds to the hash of its row.
  ///
  /// A row's hash is the sum over its cells, so the order of the columns does not matter.
  @inline(__always)
  static func cell(_ content: UInt64, column: UInt64) -> UInt64 {
    mixed(content ^ mixed(column))
  }
}
