import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// The layers of a model, blocks and copies unfolded, and how values flow from one to the next.
package struct LayerFlow: Sendable {
  /// One layer where it stands.
  package final class Place: Sendable {
    /// The step's place in the model that has been built.
    package let index: Int
    package let layer: any Layer
    /// The word that the spec writes, such as `dense`.
    package let name: String
    /// Where the spec writes it.
    package let range: SourceRange
    /// The declaration that it belongs to.
    package let owner: String
    /// The values that it reads: the one before it first.
    package let operands: [Value]
    package let result: Value

    /// What it does to numbers.
    package let nature: LayerNature

    fileprivate init(
      index: Int, layer: any Layer, step: CheckedStep, owner: String, operands: [Value],
      result: Value
    ) {
      self.index = index
      self.layer = layer
      name = step.name
      range = step.range
      self.owner = owner
      self.operands = operands
      self.result = result
      nature = layer.nature
    }
  }

  package let places: [Place]
  private let graph: Graph
  /// The layer whose end a value is, the last built one where several give the same.
  private let producers: [Int?]
  /// The layers that read a value.
  private let readers: [[Int]]
  /// The tasks that a value serves, and those whose gradient it gets.
  let readingTasks: TaskReach
  let trainingTasks: TaskReach

  init(_ built: BuiltModel, _ ends: [[Value]], _ outline: GraphOutline) {
    graph = built.graph
    var places: [Place] = []
    var producers = [Int?](repeating: nil, count: outline.count)
    var readers = [[Int]](repeating: [], count: outline.count)
    for (index, step) in built.steps.enumerated() {
      guard let checked = step.step, case .layer(let layer) = checked.kind, let result = step.value
      else { continue }
      let place = Place(
        index: index, layer: layer, step: checked, owner: step.scope.owner ?? "",
        operands: step.operands, result: result)
      for value in step.operands where readers[value.index].last != places.count {
        readers[value.index].append(places.count)
      }
      producers[result.index] = places.count
      places.append(place)
    }
    (self.places, self.producers, self.readers) = (places, producers, readers)
    readingTasks = TaskReach(ends, in: outline, followsGradients: false)
    trainingTasks =
      outline.hasStops
      ? TaskReach(ends, in: outline, followsGradients: true) : readingTasks
  }

  /// The type of a value.
  package func type(of value: Value) -> TensorType { graph.type(of: value) }

  /// The layer that gives the value before a layer; `nil` where that is no layer's.
  package func before(_ place: Place) -> Place? {
    place.operands.first.flatMap { producer(of: $0, before: place) }
  }

  /// The layer that gives a value, of those built before another one.
  package func producer(of value: Value, before place: Place? = nil) -> Place? {
    guard let found = producers[value.index] else { return nil }
    guard let place, places[found].index >= place.index else { return places[found] }
    return places.last { $0.result == value && $0.index < place.index }
  }

  /// The layers that read a value.
  package func readers(of value: Value) -> [Place] { readers[value.index].map { places[$0] } }

  /// The number of tasks whose losses are computed from a value.
  package func countOfTasks(reading value: Value) -> Int { readingTasks.count(at: value) }

  /// The number of tasks whose losses have a gradient with respect to a value.
  package func countOfTasks(training value: Value) -> Int { trainingTasks.count(at: value) }

  /// The layers whose results a value is made of without a weight or an activation in between, nearest
  /// first: dropouts, and what only moves elements, are looked through.
  package func weightlessChain(before place: Place) -> [Place] {
    var chain: [Place] = []
    var current = before(place)
    while let found = current {
      chain.append(found)
      switch found.nature {
      case .linear, .dropout: current = before(found)
      case .affine, .activation, .normalization, .other: return chain
      }
    }
    return chain
  }
}
