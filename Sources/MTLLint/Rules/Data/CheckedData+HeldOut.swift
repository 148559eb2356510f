import MTLCatalogue
import MTLSemantics

extension CheckedData {
  /// Whether its rows are made up.
  var isMadeUp: Bool { if case .generated = origin { true } else { false } }

  /// Whether some rows are held out for a part.
  func holdsOut(_ part: Split) -> Bool { origin.hasFile(for: part) || split.share(of: part) > 0 }

  /// The share of the rows that the split holds out.
  var heldOutShare: Double {
    [Split.validation, .test].filter { !origin.hasFile(for: $0) }.reduce(0) {
      $0 + split.share(of: $1)
    }
  }
}
