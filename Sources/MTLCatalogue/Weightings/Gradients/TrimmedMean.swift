import MTLGraph

/// The mean of each coordinate's gradients without the largest and the smallest.
struct TrimmedMean: RowWeighting {
  static let name = "trimmed_mean"
  static let summary = "The mean of each coordinate's gradients without the largest and smallest"
  static let details = """
    In each coordinate the `trim` largest and smallest gradients are left out and the mean of the others is \
    taken (Yin et al., ICML 2018), times the number of tasks. For tasks of which a few may be broken. A task \
    without a label has no part: it is neither left out nor taken. Where so few have a label that none would \
    be taken, the middle one or two are. It keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("trim", .integer(1...1000), default: .integer(1), "how many are left out at each end"),
    GradientOptions.heads,
  ]
  static let example = "weighting trimmed_mean(trim: 1)"

  let options: GradientOptions
  private let trim: Int
  var leastTasks: Int { 2 * trim + 1 }

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    trim = arguments.integer("trim")
  }

  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows {
    guard rows.losses.count >= leastTasks else {
      throw TypeMismatch("`trimmed_mean(trim: \(trim))` needs \(leastTasks) tasks")
    }
    var search = TrimmingSearch(
      present: try builder.graph.sum(rows.losses.presence, to: .scalar),
      left: try withBound(rows, in: &builder.graph))
    for number in 0..<trim { try search.takeSmallest(number, in: &builder.graph) }
    try search.turnBounds(in: &builder.graph)
    for number in 0..<trim { try search.takeLargest(number, in: &builder.graph) }
    return CombinedRows(
      direction: try search.sum(in: &builder.graph), weights: nil)
  }

  /// The rows one by one; the bound in place of one without a label.
  private func withBound(
    _ rows: GradientRows, in graph: inout Graph
  ) throws(TypeMismatch) -> [Value] {
    let absence = try graph.offset(graph.scale(rows.losses.presence, by: -1), by: 1)
    let bounds = try graph.scale(absence, by: TrimmingSearch.bound)
    return try (0..<rows.losses.count).map { task throws(TypeMismatch) in
      let row = try graph.lane(task, of: rows.values)
      let bound = try graph.slice(bounds, at: task, dims: [])
      return try graph.add(row, graph.broadcast(bound, to: graph.type(of: row)))
    }
  }
}

/// What is left of the tasks' gradients while the smallest and the largest are taken out, coordinate by
/// coordinate.
///
/// A task without a label stands at a bound beyond all gradients: above them while the smallest are taken
/// out, then below. What is taken out counts after all where the tasks with a label are too few for it.
private struct TrimmingSearch {
  static let bound = 1e30

  /// The number of tasks that have a label, a scalar.
  let present: Value
  private var left: [Value]
  /// The sum of what was taken out and counts, and how many gradients were taken out that do not.
  private var returned: Value?
  private var trimmed: Value?

  init(present: Value, left: [Value]) {
    self.present = present
    self.left = left
  }

  mutating func takeSmallest(_ number: Int, in graph: inout Graph) throws(TypeMismatch) {
    try take(number, in: &graph) { graph, a, b throws(TypeMismatch) in
      (try graph.larger(a, b), try graph.emit(Minimum(), a, b))
    }
  }

  mutating func takeLargest(_ number: Int, in graph: inout Graph) throws(TypeMismatch) {
    try take(number, in: &graph) { graph, a, b throws(TypeMismatch) in
      (try graph.emit(Minimum(), a, b), try graph.larger(a, b))
    }
  }

  /// Puts tasks without a label below all gradients.
  mutating func turnBounds(in graph: inout Graph) throws(TypeMismatch) {
    for index in left.indices {
      let isBound = try graph.isPositive(graph.offset(left[index], by: -0.5 * Self.bound))
      left[index] = try graph.subtract(left[index], graph.scale(isBound, by: 2 * Self.bound))
    }
  }

  /// The mean of what counts, times the number of tasks that have a label.
  mutating func sum(in graph: inout Graph) throws(TypeMismatch) -> Value {
    var sum = try within(left[0], in: &graph)
    for value in left.dropFirst() { sum = try graph.add(sum, within(value, in: &graph)) }
    if let returned { sum = try graph.add(sum, returned) }
    let count =
      if let trimmed { try graph.subtract(present, trimmed) } else { present }
    let factor = try graph.divide(present, graph.atLeastOne(count))
    return try graph.multiply(sum, graph.broadcast(factor, to: graph.type(of: sum)))
  }

  /// Takes out the last in an order; each pair is put in order from the first to the last.
  private mutating func take(
    _ number: Int, in graph: inout Graph,
    ordered: (inout Graph, Value, Value) throws(TypeMismatch) -> (Value, Value)
  ) throws(TypeMismatch) {
    var last = left.removeFirst()
    for index in left.indices {
      let (first, second) = try ordered(&graph, last, left[index])
      left[index] = first
      last = second
    }
    // One at each end may go while at least three are left.
    let isTrimmed = try graph.isPositive(graph.offset(present, by: -2.5 - 2 * Double(number)))
    let isKept = try graph.offset(graph.scale(isTrimmed, by: -1), by: 1)
    let part = try graph.multiply(
      within(last, in: &graph), graph.broadcast(isKept, to: graph.type(of: last)))
    returned = if let sum = returned { try graph.add(sum, part) } else { part }
    trimmed = if let count = trimmed { try graph.add(count, isTrimmed) } else { isTrimmed }
  }

  /// A gradient, 0 in place of a bound.
  private func within(_ value: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let size = try graph.emit(Absolute(), value)
    let isGradient = try graph.isPositive(
      graph.offset(graph.scale(size, by: -1), by: 0.5 * Self.bound))
    return try graph.multiply(value, isGradient)
  }
}
