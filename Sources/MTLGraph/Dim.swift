/// One dimension of a shape: a number, or what only the data know, written as what it is.
///
/// A symbolic dimension such as `classes(people.education)` equals itself and nothing else, so shapes
/// can be checked before the data are read.
package enum Dim: Hashable, Sendable, CustomStringConvertible {
  case size(Int)
  case symbol(String)

  /// The number, where it is known.
  package var size: Int? {
    if case .size(let size) = self { size } else { nil }
  }

  package var description: String {
    switch self {
    case .size(let size): String(size)
    case .symbol(let text): text
    }
  }

  /// The sum; symbolic where either side is.
  package static func + (lhs: Dim, rhs: Dim) -> Dim {
    switch (lhs, rhs) {
    case (.size(let left), .size(let right)):
      let (sum, overflow) = left.addingReportingOverflow(right)
      return .size(overflow ? Int.max : sum)
    case (.size(0), _): return rhs
    case (_, .size(0)): return lhs
    default: return .symbol("\(lhs) + \(rhs)")
    }
  }

  /// The product; symbolic where either side is.
  package static func * (lhs: Dim, rhs: Dim) -> Dim {
    switch (lhs, rhs) {
    case (.size(let left), .size(let right)):
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      return .size(overflow ? Int.max : product)
    case (.size(1), _): return rhs
    case (_, .size(1)): return lhs
    default: return .symbol("\(lhs.factor) * \(rhs.factor)")
    }
  }

  /// The text of this dimension as a factor of a product.
  private var factor: String {
    let text = description
    return text.contains(" + ") ? "(\(text))" : text
  }
}

extension [Dim] {
  /// The number of elements, symbolic where a dimension is; 1 for a scalar.
  package var product: Dim { reduce(.size(1)) { $0 * $1 } }

  /// The number of elements, where all dimensions are known.
  package var knownProduct: Int? {
    var product = 1
    for dim in self {
      guard case .size(let size) = dim else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      product = overflow ? Int.max : next
    }
    return product
  }

  /// Whether the shapes are equal as far as is known: a number above 1 may be what only the data
  /// know, and a single number is no vector of classes, words or columns.
  package func mayEqual(_ other: [Dim]) -> Bool {
    count == other.count
      && zip(self, other).allSatisfy { left, right in
        left == right
          || (left.size == nil) != (right.size == nil) && (left.size ?? right.size ?? 0) > 1
      }
  }
}
