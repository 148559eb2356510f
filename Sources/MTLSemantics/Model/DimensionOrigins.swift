import MTLGraph
import MTLSource

/// Where each dimension of each value was set: the column that declares it, or the step.
struct DimensionOrigins {
  /// What gives a value its dimensions.
  private struct Link {
    /// The column or the step.
    let range: SourceRange
    /// Whether the step gives the last axis its length, even where that is the same.
    var setsLastAxis = false
    /// The value before the step, whose dimensions stay where they are the same.
    var source: Value?
  }

  /// What gives each value its dimensions, by the value's place in the graph.
  private var links: [Link?] = []

  /// Notes that all dimensions of a value are those of a column or a joined input.
  mutating func declare(_ value: Value, at range: SourceRange) {
    set(Link(range: range), of: value)
  }

  /// Notes the step whose result a value is: the dimensions that are as they were before the step come
  /// from where they came from, the others from the step.
  ///
  /// - Parameters:
  ///   - setsLastAxis: Whether the step gives the last axis its length, even where that is the same.
  ///   - source: The value before the step.
  mutating func record(
    _ result: Value, of step: SourceRange, setsLastAxis: Bool, from source: Value?
  ) {
    guard link(of: result) == nil else { return }
    let known = source.flatMap { link(of: $0) == nil ? nil : $0 }
    set(Link(range: step, setsLastAxis: setsLastAxis, source: known), of: result)
  }

  private func link(of value: Value) -> Link? {
    value.index < links.count ? links[value.index] : nil
  }

  private mutating func set(_ link: Link, of value: Value) {
    while links.count <= value.index { links.append(nil) }
    links[value.index] = link
  }

  /// Where an axis of a value was set, where that is known.
  func range(of value: Value, axis: Int, in graph: Graph) -> SourceRange? {
    var dims = graph.type(of: value).dims
    guard var link = link(of: value), dims.indices.contains(axis) else { return nil }
    while let source = link.source, let next = self.link(of: source) {
      let before = graph.type(of: source).dims
      guard axis < before.count, before[axis] == dims[axis],
        !(link.setsLastAxis && axis == dims.count - 1)
      else { break }
      (link, dims) = (next, before)
    }
    return link.range
  }

  /// The places that set some axes of a value, each with the dimensions that it sets, in their order.
  func places(
    of value: Value, axes: [Int], in graph: Graph
  ) -> [(range: SourceRange, dims: [Dim])] {
    let dims = graph.type(of: value).dims
    var places: [(range: SourceRange, dims: [Dim])] = []
    for axis in axes {
      guard let range = range(of: value, axis: axis, in: graph) else { continue }
      if let index = places.firstIndex(where: { $0.range == range }) {
        places[index].dims.append(dims[axis])
      } else {
        places.append((range, [dims[axis]]))
      }
    }
    return places
  }
}
