import MTLGraph

/// A weighting that specs can name and the runtime cannot carry out yet.
protocol PendingWeighting: Weighting {}

extension PendingWeighting {
  package var isTrainable: Bool { false }

  /// Never happens: a spec with such a weighting is not compiled.
  package func combine(
    _ losses: [TaskLoss], in builder: ModelBuilder
  ) throws(TypeMismatch) -> WeightedLoss {
    throw TypeMismatch("the weighting `\(Self.name)` cannot be trained yet")
  }
}
