/// What a layer does to numbers, for those who look at layers in a row.
package enum LayerNature: Hashable, Sendable {
  /// A linear map with weights; whether it adds a bias to each channel.
  case affine(hasBias: Bool)
  /// A linear map without weights: it moves, adds up or scales elements.
  case linear
  /// A function of each element, or of the elements of an axis.
  case activation(ActivationNature)
  /// Brings values to a common size; whether it goes by the rows of the batch, taking from each channel
  /// its mean over them.
  case normalization(overBatch: Bool)
  /// Sets elements to zero while training; how likely.
  case dropout(rate: Double)
  /// Anything else, which is taken to be able to do anything.
  case other

  /// Whether it is a linear map with weights.
  package var isAffine: Bool { if case .affine = self { true } else { false } }

  /// Whether it is a linear map, with weights or without, when evaluated.
  package var isLinear: Bool {
    switch self {
    case .affine, .linear, .dropout: true
    case .activation, .normalization, .other: false
    }
  }
}

/// What is known of an activation.
package struct ActivationNature: Hashable, Sendable {
  /// Where its values lie.
  package enum Range: Hashable, Sendable {
    case all
    /// From 0 on.
    case nonNegative
    /// From 0 to 1.
    case unit
    /// From -1 to 1.
    case symmetric
  }

  package let range: Range
  /// Whether applying it twice is applying it once: it leaves all that lies in its range as it is.
  package let isIdempotent: Bool
  /// Whether its slope goes to 0 on both sides, so that many in a row let no gradient through.
  package let saturates: Bool
  /// Whether the elements along the last axis add up to 1.
  package let addsUpToOne: Bool

  package init(
    _ range: Range, isIdempotent: Bool = false, saturates: Bool = false, addsUpToOne: Bool = false
  ) {
    self.range = range
    self.isIdempotent = isIdempotent
    self.saturates = saturates
    self.addsUpToOne = addsUpToOne
  }
}
