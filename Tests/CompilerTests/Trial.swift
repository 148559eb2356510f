import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// What a step leaves behind: outputs and the variables' next values, by name.
typealias Outcome = [String: [Double]]

/// A graph with the values that a test feeds it.
struct Trial {
  var graph = Graph()
  /// The values of inputs at full capacity, and of variables.
  var feeds: [String: ReferenceTensor] = [:]
  var capacities = [4]
  var random = RandomSequence(seed: 1, stream: 0)
  let key = RandomKey(seed: 11, step: 3)

  init(seed: UInt64 = 1, capacities: [Int] = [4]) {
    self.capacities = capacities
    random = RandomSequence(seed: seed, stream: 9)
  }

  // MARK: Building

  /// An input with random values, or whole ones below a number of classes.
  mutating func input(_ name: String, _ type: TensorType, classes: Int? = nil) -> Value {
    feeds[name] = draw(type, classes: classes)
    return graph.input(name, type)
  }

  /// A variable with random values.
  mutating func variable(_ name: String, _ type: TensorType) -> Value {
    feeds[name] = draw(type)
    return graph.variable(name, type)
  }

  private mutating func draw(_ type: TensorType, classes: Int? = nil) -> ReferenceTensor {
    let step = ReferenceStep(rowCounts: capacities)
    let shape = (try? ReferenceEvaluator.shape(of: type, in: step)) ?? []
    let values = (0..<shape.reduce(1, *)).map { _ in
      if let classes { return Double(random.below(classes + 1)) - 1 }
      return Double(Float(2 * random.uniform() - 1))
    }
    return ReferenceTensor(shape: shape, values: values)
  }

  mutating func output(_ name: String, _ value: Value) {
    graph.outputs.append(Graph.Output(name: name, value: value))
  }

  mutating func assign(_ value: Value, to variable: Value) {
    graph.assignments.append(Graph.Assignment(variable: variable, value: value))
  }

  // MARK: Evaluating

  /// The outcome by plain evaluation.
  func expected(_ rowCounts: [Int], of graph: Graph? = nil) throws -> Outcome {
    let graph = graph ?? self.graph
    let fed = feeds(for: rowCounts)
    let results = try ReferenceEvaluator.evaluate(
      graph, inputs: fed, variables: fed, step: ReferenceStep(rowCounts: rowCounts, random: key))
    var outcome: Outcome = [:]
    for output in graph.outputs { outcome[output.name] = results[output.value.index].values }
    for assignment in graph.assignments {
      guard case .variable(let name) = graph.nodes[assignment.variable.index].definition else {
        continue
      }
      outcome["new \(name)"] = results[assignment.value.index].values
    }
    return outcome
  }

  /// The values fed in a step, cut to its row counts.
  private func feeds(for rowCounts: [Int]) -> [String: ReferenceTensor] {
    var result = feeds
    for node in graph.nodes {
      guard case .input(let name) = node.definition, let rows = node.type.rows,
        let full = feeds[name]
      else { continue }
      let lanes = node.type.lanes ?? 1
      let (capacity, count) = (capacities[rows.index], rowCounts[rows.index])
      let perLane = full.values.count / lanes
      let values = (0..<lanes).flatMap {
        full.values[$0 * perLane..<$0 * perLane + perLane / max(capacity, 1) * count]
      }
      var shape = full.shape
      shape[node.type.lanes == nil ? 0 : 1] = count
      result[name] = ReferenceTensor(shape: shape, values: values)
    }
    return result
  }

  /// The layout of the graph's variables.
  var layout: VariableLayout {
    var variables: [(name: String, count: Int)] = []
    for node in graph.nodes {
      guard case .variable(let name) = node.definition else { continue }
      variables.append((name, node.type.elementsPerRow))
    }
    return VariableLayout(variables: variables)
  }

  /// The graph ready to run.
  func executor(
    of graph: Graph? = nil, threads: Int = 1, on set: InstructionSet = .best
  ) throws -> Executor {
    let plan = try Planner.plan(
      graph ?? self.graph, layout: layout, rowCapacities: capacities)
    return Executor(
      plan: plan, memory: Memory(layout: layout, plans: [plan]),
      threads: ThreadPool(threads: threads), instructionSet: set)
  }

  /// The outcome of one step of a plan.
  func run(_ executor: Executor, _ rowCounts: [Int]) -> Outcome {
    feed(executor)
    executor.run(rowCounts: rowCounts, random: key)
    return outcome(of: executor)
  }

  /// Writes inputs, lanes apart as the plan has them, and variables.
  func feed(_ executor: Executor, variables: Bool = true) {
    for (name, tensor) in feeds {
      let floats = tensor.values.map(Float.init)
      if let index = executor.inputIndex(of: name) {
        executor.withInput(index) { target in
          for (position, value) in floats.enumerated() { target[position] = value }
        }
      } else if variables, let range = layout.range(of: name) {
        executor.memory.store(floats, at: range.lowerBound)
      }
    }
  }

  func outcome(of executor: Executor) -> Outcome {
    var outcome: Outcome = [:]
    for output in graph.outputs {
      guard let index = executor.outputIndex(of: output.name) else { continue }
      outcome[output.name] = executor.copyOutput(index).map(Double.init)
    }
    for assignment in graph.assignments {
      guard case .variable(let name) = graph.nodes[assignment.variable.index].definition,
        let range = layout.range(of: name)
      else { continue }
      outcome["new \(name)"] = executor.memory.floats(in: range).map(Double.init)
    }
    return outcome
  }
}

/// An operation of the catalogue by name, with the attributes of one of its samples.
func operation(_ name: String, sample: Int = 0) throws -> any Primitive {
  let type = try #require(Registry.primitives.first { $0.name == name })
  return type.samples[sample].operation
}

/// The names of what differs by more than the accuracy of `Float`, with the largest difference.
///
/// What is not finite in one outcome is so in both.
func differences(
  _ outcome: Outcome, _ expected: Outcome, tolerance: Double = 2e-5
) -> [String: Double] {
  var result: [String: Double] = [:]
  for (name, values) in expected {
    let found = outcome[name] ?? []
    let size = values.reduce(1) { $1.isFinite ? max($0, abs($1)) : $0 }
    let difference = zip(values, found).reduce(0) { largest, pair in
      if !pair.0.isFinite, !pair.1.isFinite { return largest }
      let difference = abs(pair.0 - pair.1)
      return difference <= largest ? largest : difference
    }
    let isClose = difference <= tolerance * size
    if found.count != values.count || !isClose { result[name] = difference }
  }
  return result
}
