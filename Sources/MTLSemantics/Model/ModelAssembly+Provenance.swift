import MTLCatalogue
import MTLGraph
import MTLSource

extension ModelAssembly {
  /// Notes where the dimensions of a step's result come from.
  func recordOrigins(_ result: BodyValue, of step: CheckedStep, from value: BodyValue) {
    guard let made = result.tensor else { return }
    if case .block = step.kind { return }
    origins.record(
      made, of: step.range, setsLastAxis: step.setsLastAxis, from: value.tensor)
  }

  /// Adds to a failure where the dimensions come from in which two values differ, or all of one.
  func explain(_ value: Value, differsFrom other: Value? = nil, at step: SourceRange) {
    guard failure?.range == step else { return }
    let dims = dims(of: value)
    guard let other else {
      return addPlaces(of: value, axes: Array(dims.indices))
    }
    let others = self.dims(of: other)
    guard dims.count == others.count else { return }
    let axes = dims.indices.filter { dims[$0] != others[$0] }
    addPlaces(of: value, axes: axes)
    addPlaces(of: other, axes: axes)
  }

  /// Adds to a failed assertion where the dimensions come from that are not as asserted.
  func explain(_ value: Value, differsFrom asserted: [Dim]) {
    let dims = dims(of: value)
    guard dims.count == asserted.count else { return }
    addPlaces(of: value, axes: dims.indices.filter { dims[$0] != asserted[$0] })
  }

  /// Where an axis of a declaration's value was set, where that is known.
  func origin(of value: BodyValue?, axis: Int) -> SourceRange? {
    value?.tensor.flatMap { origins.range(of: $0, axis: axis, in: builder.graph) }
  }

  private func addPlaces(of value: Value, axes: [Int]) {
    for place in origins.places(of: value, axes: axes, in: builder.graph) {
      failure?.origins.append((place.range, DimensionOrigins.phrase(place.dims)))
    }
  }

  private func dims(of value: Value) -> [Dim] { builder.graph.type(of: value).dims }
}

extension DimensionOrigins {
  /// What a label says of the place that sets some dimensions.
  static func phrase(_ dims: [Dim]) -> String {
    let words = dims.map { "`\($0)`" }
    guard let last = words.last, words.count > 1 else {
      return "\(words.first ?? "it") comes from here"
    }
    return "\(words.dropLast().joined(separator: ", ")) and \(last) come from here"
  }
}

extension CheckedStep {
  /// Whether the step gives the last axis its length, even where it had the same before.
  fileprivate var setsLastAxis: Bool {
    switch kind {
    case .layer(let layer): type(of: layer).setsLastAxis
    case .encoder, .tokenReader: true
    case .block: false
    }
  }
}
