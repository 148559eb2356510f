import MTLCatalogue
import MTLGraph
import MTLSemantics

/// A term of a task's loss with what it reads.
package final class LossReading: Sendable {
  package let task: CheckedTask
  package let loss: CheckedLoss
  /// The value that it reads.
  package let value: Value
  /// The layer that gives the value; `nil` where it is no layer's.
  package let layer: LayerFlow.Place?
  /// The type of the label's column; `nil` where it is no column.
  package let column: (any ColumnType)?
  /// What the label is; `nil` where it is not known.
  package let label: ValueType?

  init(
    task: CheckedTask, loss: CheckedLoss, value: Value, layer: LayerFlow.Place?,
    column: (any ColumnType)?, label: ValueType?
  ) {
    self.task = task
    self.loss = loss
    self.value = value
    self.layer = layer
    self.column = column
    self.label = label
  }

  /// Whether the label is a number, or several, and no count.
  package var isOfNumbers: Bool {
    guard case .number? = label else { return false }
    return !type(of: loss.loss).takesCounts
  }

  /// Whether the label's numbers stay in the file's units though they could be scaled.
  package var isUnscaled: Bool {
    guard isOfNumbers, let column else { return false }
    let entry = type(of: column)
    let usual = entry.init(Arguments(defaultsOf: entry.parameters))
    return usual.isScaled && !column.isScaled
  }
}

extension LintedSpec {
  func readingsOfLosses() -> [LossReading] {
    model.tasks.flatMap { task in task.losses.compactMap { reading(of: $0, in: task) } }
  }

  private func reading(of loss: CheckedLoss, in task: CheckedTask) -> LossReading? {
    guard let value = value(of: task, loss.prediction) else { return nil }
    let column = model.dataSet(loss.target.data)?.column(loss.target.label)?.type
    let context = ColumnContext(column: loss.target.label, classes: nil)
    return LossReading(
      task: task, loss: loss, value: value, layer: flow.producer(of: value), column: column,
      label: column?.valueType(in: context))
  }

  /// The end of a task, or a named value of its body.
  package func value(of task: CheckedTask, _ alias: String?) -> Value? {
    built.ends[alias.map { "\(task.name).\($0)" } ?? task.name]
  }

  /// The values that losses, metrics and outputs read.
  package var resultValues: Set<Value> {
    var values: Set<Value> = []
    for task in model.tasks {
      let names =
        task.losses.map { $0.prediction } + task.metrics.map { $0.prediction }
        + task.outputs.map { $0.prediction }
      values.formUnion(names.compactMap { value(of: task, $0) })
    }
    return values
  }

  /// The number of elements of the parameters of a layer, those of the layers inside it included.
  ///
  /// `nil` where it has none. A parameter of unknown size counts 0.
  package func parameterCount(of place: LayerFlow.Place) -> Int? {
    let parameters = built.steps[place.index].parameters
    return parameters.isEmpty ? nil : built.parameters[parameters].reduce(0) { $0 + $1.count }
  }
}

extension LossReading {
  /// Whether it compares numbers that are as large as the file has them.
  package var isInFileUnits: Bool { isOfNumbers && !(column?.isScaled ?? false) }

  /// What the loss makes of logits; `nil` where the label is not known.
  package var transform: PredictionTransform? {
    label.map { loss.loss.transform(isProbability: false, label: $0) }
  }

  /// Whether it takes logits, of which it makes probabilities by itself.
  package var takesLogits: Bool {
    guard type(of: loss.loss).likelihood == .categorical, let transform else { return false }
    switch transform {
    case .softmax, .sigmoid, .ranks: return true
    case .none, .exponential, .middleRank, .unitVector: return false
    }
  }
}

extension LintedSpec {
  /// The layers that give what losses read, of which something holds wherever they stand, each with a
  /// loss that reads it.
  package func layersOfLosses(
    whereAlways holds: (LayerFlow.Place, LossReading) -> Bool
  ) -> [(layer: LayerFlow.Place, reading: LossReading)] {
    var readings: [Int: LossReading] = [:]
    var others: Set<Int> = []
    for reading in lossReadings {
      guard let layer = reading.layer else { continue }
      if holds(layer, reading) {
        readings[layer.index] = reading
      } else {
        others.insert(layer.index)
      }
    }
    guard !readings.isEmpty else { return [] }
    return flow.places(whereAlways: { readings[$0.index] != nil && !others.contains($0.index) })
      .compactMap { layer in readings[layer.index].map { (layer, $0) } }
  }
}
