import MTLGraph

/// A step that reads tokens: what stands before it is words, not numbers.
package protocol TokenReader: CatalogueEntry {
  /// The value that it makes of tokens `[length]` of a vocabulary.
  func build(
    _ tokens: Value, vocabulary: Dim, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value
}

extension ModelBuilder {
  /// 1 at each place that holds a word, else 0: a place without one has the number -1.
  package func wordMask(of tokens: Value) throws(TypeMismatch) -> Value {
    try graph.isPositive(graph.offset(tokens, by: 1))
  }
}
