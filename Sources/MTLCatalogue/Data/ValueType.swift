import MTLGraph

/// What a column holds, as layers, losses and metrics see it.
package enum ValueType: Hashable, Sendable, CustomStringConvertible {
  /// One of `classes` at each of the places; `[]` is one place.
  case category(places: [Dim], classes: Dim)
  case flag([Dim])
  case number([Dim])
  /// So many words at most, each one of a vocabulary, with their mask.
  case tokens(length: Dim, vocabulary: Dim)

  package var description: String {
    switch self {
    case .category(let places, let classes):
      "Category[" + (places + [classes]).map(\.description).joined(separator: ", ") + "]"
    case .flag(let dims): "Flag[" + dims.map(\.description).joined(separator: ", ") + "]"
    case .number(let dims): TensorType(dims: dims).description
    case .tokens(let length, let vocabulary): "Tokens[\(length), \(vocabulary)]"
    }
  }

  /// The dimensions of the encoded column in a batch: class numbers have no axis of their own.
  package var dims: [Dim] {
    switch self {
    case .category(let places, _): places
    case .flag(let dims), .number(let dims): dims
    case .tokens(let length, _): [length]
    }
  }

  /// The dimensions that a prediction of this column has.
  package var predictionDims: [Dim] {
    switch self {
    case .category(let places, let classes): places + [classes]
    case .flag(let dims), .number(let dims): dims
    case .tokens(let length, _): [length]
    }
  }
}
