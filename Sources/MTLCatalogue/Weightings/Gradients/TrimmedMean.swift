import MTLGraph

/// The mean of each coordinate's gradients without the largest and the smallest.
struct TrimmedMean: RowWeighting {
  static let name = "trimmed_mean"
  static let summary = "The mean of each coordinate's gradients without the largest and smallest"
  static let details = """
    In each coordinate the `trim` largest and smallest gradients are left out and the mean of the others is \
    taken (Yin et al., ICML 2018), times the number of tasks. For tasks of which a few may be broken. A task without \
    a label has gradients of 0, which take part. It keeps nothing.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("trim", .integer(1...1000), default: .integer(1), "how many are left out at each end"),
    GradientOptions.heads,
  ]
  static let example = "weighting trimmed_mean(trim: 1)"

  let options: GradientOptions
  private let trim: Int

  init(_ arguments: Arguments) {
    options = GradientOptions(arguments)
    trim = arguments.integer("trim")
  }

  func combine(
    _ rows: GradientRows, in builder: ModelBuilder
  ) throws(TypeMismatch) -> CombinedRows {
    let count = rows.losses.count
    guard count > 2 * trim else {
      throw TypeMismatch(
        "`trimmed_mean(trim: \(trim))` leaves none of \(count) tasks; trim less than half of them")
    }
    var left: [Value] = []
    for task in 0..<count { left.append(try builder.graph.lane(task, of: rows.values)) }
    for _ in 0..<trim {
      left = try withoutLast(left, in: &builder.graph) { graph, a, b throws(TypeMismatch) in
        (try graph.emit(Minimum(), a, b), try graph.larger(a, b))
      }
      left = try withoutLast(left, in: &builder.graph) { graph, a, b throws(TypeMismatch) in
        (try graph.larger(a, b), try graph.emit(Minimum(), a, b))
      }
    }
    var sum = left[0]
    for value in left.dropFirst() { sum = try builder.graph.add(sum, value) }
    let scale = Double(count) / Double(left.count)
    return CombinedRows(direction: try builder.graph.scale(sum, by: scale), weights: nil)
  }

  /// The values but for the last in an order: each pair is put in order from the first to the last.
  private func withoutLast(
    _ values: [Value], in graph: inout Graph,
    ordered: (inout Graph, Value, Value) throws(TypeMismatch) -> (Value, Value)
  ) throws(TypeMismatch) -> [Value] {
    var left: [Value] = []
    var last = values[0]
    for value in values.dropFirst() {
      let (first, second) = try ordered(&graph, last, value)
      left.append(first)
      last = second
    }
    return left
  }
}
