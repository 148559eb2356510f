import MTLGraph

/// A weighting of gradients that needs their coordinates: whole rows of the Jacobian.
package protocol RowWeighting: Weighting {
  /// How the result is used.
  var options: GradientOptions { get }

  /// Combines the gradients; states of the scheme's own come from the builder.
  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows
}

extension RowWeighting {
  /// It works on gradients.
  package static var level: WeightingLevel { .gradients }
}

/// The gradients of all tasks with respect to what they share.
package struct GradientRows: Sendable {
  /// One lane for each task; zeros for a task without a label in the batch.
  package let values: Value
  package let losses: TaskLosses

  package init(values: Value, losses: TaskLosses) {
    self.values = values
    self.losses = losses
  }
}

/// What a scheme makes of the tasks' gradients.
package struct CombinedRows: Sendable {
  /// The gradient that is descended along, of the rows' type without lanes.
  package let direction: Value
  /// The weight of each task where the scheme has such, a vector.
  package let weights: Value?
}

extension ModelBuilder {
  /// Moving averages of rows, zeros at first; that of a task without a label stands still.
  ///
  /// - Parameter rate: The share of the way that an average goes towards its row, a scalar.
  func movingAverages(
    of rows: Value, presence: Value, rate: Value
  ) throws(TypeMismatch) -> Value {
    let averages = rowState("averages", graph.type(of: rows))
    let rates = try graph.multiply(presence, graph.broadcast(rate, to: graph.type(of: presence)))
    let way = try graph.scaleRows(graph.subtract(rows, averages), by: rates)
    let next = try graph.add(averages, way)
    assign(averages, next)
    return next
  }
}

extension Graph {
  /// A vector with one number for each task as a scalar with a lane for each.
  mutating func lanes(of vector: Value) throws(TypeMismatch) -> Value {
    let count = type(of: vector).dims.first?.size ?? 0
    var lanes: [Value] = []
    for task in 0..<count { lanes.append(try slice(vector, at: task, dims: [])) }
    return try stackLanes(lanes)
  }

  /// A scalar with lanes as a vector.
  mutating func vector(of lanes: Value) throws(TypeMismatch) -> Value {
    var scalars: [Value] = []
    for task in 0..<(type(of: lanes).lanes ?? 0) { scalars.append(try lane(task, of: lanes)) }
    return try pack(scalars, at: Array(scalars.indices), length: scalars.count)
  }

  /// Each row times its element of a vector.
  mutating func scaleRows(_ rows: Value, by factors: Value) throws(TypeMismatch) -> Value {
    let type = type(of: rows).withoutLanes
    return try multiply(rows, broadcast(lanes(of: factors), to: type))
  }

  /// The lanes joined two by two, from the first to the last.
  mutating func joinLanes(
    of value: Value, _ join: (inout Graph, Value, Value) throws(TypeMismatch) -> Value
  ) throws(TypeMismatch) -> Value {
    var joined = try lane(0, of: value)
    for index in 1..<max(type(of: value).lanes ?? 1, 1) {
      joined = try join(&self, joined, lane(index, of: value))
    }
    return joined
  }

  /// The sum of all rows.
  package mutating func sumRows(_ rows: Value) throws(TypeMismatch) -> Value {
    try joinLanes(of: rows) { graph, sum, row throws(TypeMismatch) in try graph.add(sum, row) }
  }

  /// The squared length of each row, a vector.
  mutating func squaredNorms(of rows: Value) throws(TypeMismatch) -> Value {
    try vector(of: sum(emit(Square(), rows), to: .scalar))
  }
}
