extension Array where Element == Diagnostic {
  /// The diagnostics by source name and position; what stands at one place keeps its order.
  package func sortedByPosition() -> [Diagnostic] {
    let ordered = enumerated().sorted { lhs, rhs in
      let (left, right) = (lhs.element.primary, rhs.element.primary)
      if left.source !== right.source, left.source.name != right.source.name {
        return left.source.name < right.source.name
      }
      if left.range.start != right.range.start { return left.range.start < right.range.start }
      return lhs.offset < rhs.offset
    }
    return ordered.map { $0.element }
  }
}
