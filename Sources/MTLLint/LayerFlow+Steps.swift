import MTLCatalogue
import MTLGraph
import MTLSource

extension LayerFlow {
  /// The places of the steps of which something holds wherever they are built.
  ///
  /// A step of a block stands at several places; what is said of it has to hold at all of them.
  package func places(whereAlways holds: (Place) -> Bool) -> [Place] {
    let found = places.filter(holds)
    guard !found.isEmpty, found.count < places.count else { return found }
    var counts = Dictionary(grouping: found) { $0.range }.mapValues { $0.count }
    for place in places where counts[place.range] != nil { counts[place.range, default: 0] -= 1 }
    return found.filter { counts[$0.range] == 0 }
  }

  /// The length of the last axis of the value that a layer gives; `nil` where it is not known.
  package func width(of place: Place) -> Int? { type(of: place.result).dims.last?.size }
}

extension LayerNature {
  /// What is known of it where it is an activation.
  package var activation: ActivationNature? {
    if case .activation(let activation) = self { activation } else { nil }
  }

  /// Whether it sets some elements to zero.
  package var drops: Bool {
    if case .dropout(let rate) = self { rate > 0 } else { false }
  }

  /// Whether it goes by the rows of the batch.
  package var isOverBatch: Bool { self == .normalization(overBatch: true) }

  /// Whether it brings values to a common size.
  package var isNormalization: Bool {
    if case .normalization = self { true } else { false }
  }
}

extension ActivationNature.Range {
  /// The range in words.
  package var text: String {
    switch self {
    case .all: "any number"
    case .nonNegative: "0 or more"
    case .unit: "between 0 and 1"
    case .symmetric: "between -1 and 1"
    }
  }

  /// Whether all of it lies in another range.
  package func lies(in other: ActivationNature.Range) -> Bool {
    switch (self, other) {
    case (_, .all), (.unit, _): true
    case (.nonNegative, .nonNegative), (.symmetric, .symmetric): true
    default: false
    }
  }
}
