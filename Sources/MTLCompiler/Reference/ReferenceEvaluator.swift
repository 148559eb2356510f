import MTLGraph

/// Why a graph cannot be evaluated plainly: a value is missing or has another shape.
package struct EvaluationError: Error, Sendable {
  /// What is missing or does not fit.
  package let message: String
}

/// The meaning of a graph: every node evaluated in order, in `Double`, by its operation's own loop.
package enum ReferenceEvaluator {
  /// Evaluates all nodes of a graph; the results are in their order.
  ///
  /// A tensor has the shape `[lanes?] + [rows?] + dims`. An operation is evaluated on each lane by
  /// itself; operands without lanes are the same for all.
  package static func evaluate(
    _ graph: Graph, inputs: [String: ReferenceTensor], variables: [String: ReferenceTensor] = [:],
    step: ReferenceStep
  ) throws(EvaluationError) -> [ReferenceTensor] {
    var results: [ReferenceTensor] = []
    for node in graph.nodes {
      let shape = try shape(of: node.type, in: step)
      switch node.definition {
      case .input(let name): results.append(try fed(inputs[name], name, shape))
      case .variable(let name): results.append(try fed(variables[name], name, shape))
      case .operation(let operation):
        results.append(
          try evaluate(
            operation, node, operands: node.operands.map { results[$0.index] },
            types: node.operands.map { graph.type(of: $0) }, in: step))
      }
    }
    return results
  }

  private static func fed(
    _ tensor: ReferenceTensor?, _ name: String, _ shape: [Int]
  ) throws(EvaluationError) -> ReferenceTensor {
    guard let tensor else { throw EvaluationError(message: "`\(name)` has no value") }
    guard tensor.shape == shape else {
      throw EvaluationError(message: "`\(name)` is \(tensor.shape), not \(shape)")
    }
    return tensor
  }

  private static func evaluate(
    _ operation: any Primitive, _ node: Graph.Node, operands: [ReferenceTensor],
    types: [TensorType], in step: ReferenceStep
  ) throws(EvaluationError) -> ReferenceTensor {
    if operation.actsAcrossLanes {
      var result = ReferenceTensor(shape: try shape(of: node.type, in: step))
      operation.evaluate(operands, into: &result, in: step)
      return result
    }
    let laneShape = try shape(of: node.type.withoutLanes, in: step)
    var values: [Double] = []
    for lane in 0..<(node.type.lanes ?? 1) {
      var result = ReferenceTensor(shape: laneShape, hasRows: node.type.rows != nil)
      let parts = zip(operands, types).map { $0.lane(lane, of: $1) }
      operation.evaluate(parts, into: &result, in: step)
      values += result.values
    }
    return ReferenceTensor(shape: try shape(of: node.type, in: step), values: values)
  }

  /// The concrete shape of a type in a step.
  package static func shape(
    of type: TensorType, in step: ReferenceStep
  ) throws(EvaluationError) -> [Int] {
    guard let sizes = type.sizes else {
      throw EvaluationError(message: "the sizes of \(type) are not known")
    }
    guard let rows = type.rows else { return (type.lanes.map { [$0] } ?? []) + sizes }
    guard step.rowCounts.indices ~= rows.index else {
      throw EvaluationError(message: "row space \(rows.index) has no row count")
    }
    return (type.lanes.map { [$0] } ?? []) + [step.rowCounts[rows.index]] + sizes
  }
}

extension ReferenceTensor {
  /// One lane of this tensor of a type; the whole tensor where the type has no lanes.
  package func lane(_ lane: Int, of type: TensorType) -> ReferenceTensor {
    let hasRows = type.rows != nil
    guard let lanes = type.lanes else {
      return ReferenceTensor(shape: shape, values: values, hasRows: hasRows)
    }
    let count = values.count / lanes
    return ReferenceTensor(
      shape: Array(shape.dropFirst()), values: Array(values[lane * count..<(lane + 1) * count]),
      hasRows: hasRows)
  }
}
