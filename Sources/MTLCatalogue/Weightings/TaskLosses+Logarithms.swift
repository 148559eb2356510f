import MTLGraph

extension TaskLosses {
  /// The smallest loss that schemes of logarithms tell from 0: one below it counts as this, and weighs 0.
  static var smallest: Double { 1e-8 }
}

extension ModelBuilder {
  /// The logarithms of the losses, a vector; 0 for a task without a label in the batch.
  func logarithms(of losses: TaskLosses) throws(TypeMismatch) -> Value {
    let logarithms = try graph.emit(Logarithm(), positiveLosses(losses))
    return try graph.multiply(losses.presence, logarithms)
  }

  /// The losses, none below the smallest; 1 for a task without a label in the batch.
  func positiveLosses(_ losses: TaskLosses) throws(TypeMismatch) -> Value {
    let absence = try graph.complement(of: losses.presence)
    return try graph.emit(
      MaximumConstant(constant: TaskLosses.smallest), graph.add(losses.values, absence))
  }

  /// The softmax of a number for each task over the tasks that have a label in the batch; 0 for others.
  func shares(_ logits: Value, of losses: TaskLosses) throws(TypeMismatch) -> Value {
    let absence = try graph.complement(of: losses.presence)
    let masked = try graph.subtract(logits, graph.scale(absence, by: 1e6))
    return try graph.multiply(losses.presence, graph.emit(Softmax(), masked))
  }

  /// The number of tasks that have a label in the batch, at least 1: a scalar.
  func presentCount(of losses: TaskLosses) throws(TypeMismatch) -> Value {
    try graph.atLeastOne(graph.sum(losses.presence, to: .scalar))
  }
}
