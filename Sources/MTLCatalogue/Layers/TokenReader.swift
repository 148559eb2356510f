import MTLGraph

/// A step that reads tokens: what stands before it is words, not numbers.
package protocol TokenReader: CatalogueEntry {
  /// The value that it makes of tokens `[length]` of a vocabulary.
  func build(
    _ tokens: Value, vocabulary: Dim, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value
}
