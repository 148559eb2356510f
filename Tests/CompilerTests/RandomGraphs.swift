import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// Graphs of random operations on random values, from a seed.
struct RandomGraphs {
  /// All operations with their samples' attributes, but those that jump where they are not equal.
  static let operations: [any Primitive] = Registry.primitives.flatMap { primitive in
    primitive.samples.filter { $0.classes.isEmpty && !$0.operands.isEmpty && !jumps($0) }
      .map(\.operation)
  }

  private static func jumps(_ sample: Sample) -> Bool {
    guard
      case .elementwise(let step, _, _) = sample.operation.lowering(
        operands: sample.operands, result: sample.operands[0])
    else { return false }
    return [.greater, .equal, .sign, .step].contains(step)
  }

  static let rows = RowSpace(0)
  static let types = [
    TensorType(rows: rows, [5]), TensorType(rows: rows, [2, 3]), TensorType(rows: rows, [6]),
    TensorType(rows: rows, []), TensorType(rows: rows, [5, 4, 2]), TensorType(rows: rows, [2, 4]),
    TensorType(rows: rows, [5, 4, 3]),
  ]
  static let parameterTypes = [
    TensorType([3]), TensorType([2, 3]), TensorType([3, 4]), TensorType([5, 1]),
    TensorType([10]), TensorType([3, 2, 2, 3]), .scalar, TensorType([12]), TensorType([4]),
  ]

  /// A graph of about `count` operations; with `lanes`, some inputs have a task axis.
  static func make(seed: UInt64, count: Int, lanes: Int? = nil) throws -> Trial {
    var trial = Trial(seed: seed)
    var values: [Value] = []
    for (index, type) in types.enumerated() {
      var type = type
      if index % 2 == 0 { type.lanes = lanes }
      values.append(trial.input("x\(index)", type))
    }
    for (index, type) in parameterTypes.enumerated() {
      values.append(trial.variable("p\(index)", type))
    }
    for _ in 0..<count {
      guard let value = try grow(&trial, values) else { continue }
      values.append(value)
    }
    try finish(&trial, values)
    return trial
  }

  /// Appends an operation on operands that suit it, kept in bounds, where such are found.
  private static func grow(_ trial: inout Trial, _ values: [Value]) throws -> Value? {
    let index = trial.random.below(operations.count + 4)
    for _ in 0..<30 {
      var graph = trial.graph
      let value: Value?
      if index < operations.count {
        let operands = operandCount(operations[index])
        value = try? graph.emit(operations[index], pick(operands, &trial, values))
      } else {
        let type = graph.type(of: pick(&trial, values)).withoutLanes
        let operand = pick(&trial, values)
        value =
          index % 2 == 0
          ? try? graph.broadcast(operand, to: type) : try? graph.sum(operand, to: type)
      }
      guard let value, isTame(value, graph, trial) else { continue }
      trial.graph = graph
      return value
    }
    return nil
  }

  private static func operandCount(_ operation: any Primitive) -> Int {
    type(of: operation).samples.first?.operands.count ?? 0
  }

  /// Random operands, often of one type.
  private static func pick(_ count: Int, _ trial: inout Trial, _ values: [Value]) -> [Value] {
    let first = pick(&trial, values)
    let type = trial.graph.type(of: first).withoutLanes
    let alike = values.filter { trial.graph.type(of: $0).withoutLanes == type }
    let pool = trial.random.below(4) == 0 ? values : alike
    return [first] + (1..<max(count, 1)).map { _ in pick(&trial, pool) }
  }

  /// A random value, the later ones more often.
  private static func pick(_ trial: inout Trial, _ values: [Value]) -> Value {
    let count = trial.random.below(2) == 0 ? values.count : min(values.count, 8)
    return values[values.count - 1 - trial.random.below(count)]
  }

  /// Whether a value is finite and of moderate size.
  private static func isTame(_ value: Value, _ graph: Graph, _ trial: Trial) -> Bool {
    let results = try? ReferenceEvaluator.evaluate(
      graph, inputs: trial.feeds, variables: trial.feeds,
      step: ReferenceStep(rowCounts: trial.capacities, random: trial.key))
    return results?[value.index].values.allSatisfy { abs($0) < 20 } ?? false
  }

  /// Declares the last values outputs, and assigns values to variables of their types.
  private static func finish(_ trial: inout Trial, _ values: [Value]) throws {
    for (index, value) in values.suffix(5).enumerated() { trial.output("y\(index)", value) }
    var assigned: Set<Value> = []
    for value in values.suffix(25).reversed() {
      let type = trial.graph.type(of: value)
      guard
        let variable = values.dropFirst(types.count).prefix(parameterTypes.count).first(where: {
          trial.graph.type(of: $0) == type && $0 != value && !assigned.contains($0)
        })
      else { continue }
      assigned.insert(variable)
      trial.assign(value, to: variable)
    }
  }
}
