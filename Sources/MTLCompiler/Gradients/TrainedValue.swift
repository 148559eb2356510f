import MTLCatalogue
import MTLGraph

/// A value of the graph that a step trains: a parameter, or the vectors that a batch has read of a table.
struct TrainedValue {
  let value: Value
  /// The rows of the table that the vectors are.
  let touched: TouchedRows?
  /// Whether it is the weighting's own, which moves along what the weighting minimises.
  let isWeighting: Bool

  /// The gradient as it is compared and applied: one vector for each row of a table.
  func summed(_ gradient: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    guard let touched else { return gradient }
    return try touched.summed(gradient, in: &graph)
  }
}

/// The losses of a step, one by one and as the first stage of the weighting combines them.
struct CombinedLosses {
  /// A task with its loss, and 1 where the batch has a label of it, else 0: scalars.
  struct Task {
    let name: String
    let loss: Value
    let presence: Value
  }

  let tasks: [Task]
  let losses: TaskLosses
  /// What is minimised, a scalar.
  let total: Value
}

/// All that a step trains: the parameters of the flat vector, and behind them the tables.
struct TrainedParameters {
  let flat: [ParameterSpec]
  let tables: [ParameterSpec]
  /// The value of each, in this order.
  let values: [TrainedValue]

  /// Collects the parameters that a builder has handed out.
  ///
  /// - Parameter layout: Says which are tables; without one, none is.
  init(_ builder: ModelBuilder, layout: ParameterLayout?) throws(TypeMismatch) {
    var flat: [ParameterSpec] = []
    var tables: [ParameterSpec] = []
    var values: [TrainedValue] = []
    var tableValues: [TrainedValue] = []
    for spec in builder.parameters where !spec.isFrozen {
      guard let value = builder.value(ofParameter: spec.name) else { continue }
      if layout?.isTable(spec.name) ?? false {
        guard let reading = builder.tableReadings[spec.name]?.first else { continue }
        let touched = try TouchedRows(reading.numbers, of: value, in: &builder.graph)
        tables.append(spec)
        tableValues.append(
          TrainedValue(value: reading.vectors, touched: touched, isWeighting: false))
      } else {
        flat.append(spec)
        values.append(TrainedValue(value: value, touched: nil, isWeighting: !spec.decays))
      }
    }
    self.flat = flat
    self.tables = tables
    self.values = values + tableValues
  }
}
