import MTLGraph
import MTLSource

/// Where each dimension of each value was set: the column that declares it, or the step.
struct DimensionOrigins {
  private var ranges: [Value: [SourceRange?]] = [:]

  /// Notes that all dimensions of a value are those of a column or a joined input.
  mutating func declare(_ value: Value, dims: [Dim], at range: SourceRange) {
    ranges[value] = dims.map { _ in range }
  }

  /// Notes the dimensions of a step's result: those that are as they were before the step come from
  /// where they came from, the others from the step.
  ///
  /// - Parameters:
  ///   - setsLastAxis: Whether the step gives the last axis its length, even where that is the same.
  ///   - source: The value before the step with its dimensions.
  mutating func record(
    _ result: Value, dims: [Dim], of step: SourceRange, setsLastAxis: Bool,
    from source: (value: Value, dims: [Dim])?
  ) {
    guard ranges[result] == nil else { return }
    let before = source.flatMap { ranges[$0.value] } ?? []
    ranges[result] = dims.indices.map { axis in
      guard let source, axis < before.count, source.dims[axis] == dims[axis],
        !(setsLastAxis && axis == dims.count - 1)
      else { return step }
      return before[axis]
    }
  }

  /// Where an axis of a value was set, where that is known.
  func range(of value: Value, axis: Int) -> SourceRange? {
    guard let ranges = ranges[value], ranges.indices.contains(axis) else { return nil }
    return ranges[axis]
  }

  /// The places that set some axes of a value, each with the dimensions that it sets, in their order.
  func places(of value: Value, dims: [Dim], axes: [Int]) -> [(range: SourceRange, dims: [Dim])] {
    var places: [(range: SourceRange, dims: [Dim])] = []
    for axis in axes {
      guard let range = range(of: value, axis: axis) else { continue }
      if let index = places.firstIndex(where: { $0.range == range }) {
        places[index].dims.append(dims[axis])
      } else {
        places.append((range, [dims[axis]]))
      }
    }
    return places
  }
}
