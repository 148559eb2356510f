/// What a training step keeps of the values of its forward pass until the gradients need them.
package protocol MemoryUse: CatalogueEntry {
  /// Whether values may be computed a second time instead of being kept.
  var recomputes: Bool { get }
}

/// Keeps every value that a gradient needs.
struct KeptValues: MemoryUse {
  static let name = "keep"
  static let summary = "Keeps every value that a gradient needs"
  static let example = "memory keep"

  var recomputes: Bool { false }

  init(_ arguments: Arguments) {}
}

/// Computes values again where the gradients need them.
struct RecomputedValues: MemoryUse {
  static let name = "recompute"
  static let summary = "Computes values again where the gradients need them, to save memory"
  static let details = """
    The forward pass is cut into parts; what lies within one of them is computed again, from the values at its \
    beginning, when the gradients come to it (Chen et al., 2016). Of several cuts the one that needs the least \
    memory is taken. A step takes up to a third more time and gives the same bits; `mtl plan` shows the memory.
    """
  static let example = "memory recompute"

  var recomputes: Bool { true }

  init(_ arguments: Arguments) {}
}
