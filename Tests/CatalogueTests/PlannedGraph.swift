import MTLCompiler
import MTLGraph
import MTLRuntime

/// A graph without variables made ready to run.
struct PlannedGraph {
  let graph: Graph
  let executor: Executor

  init(_ graph: Graph, rowCounts: [Int], on set: InstructionSet) throws {
    self.graph = graph
    let layout = VariableLayout(variables: [])
    let plan = try Planner.plan(graph, layout: layout, rowCapacities: rowCounts)
    executor = Executor(
      plan: plan, memory: Memory(layout: layout, plans: [plan]), threads: ThreadPool(threads: 1),
      instructionSet: set)
  }

  /// Runs a step and returns the only output, lane after lane.
  func run(_ inputs: [String: ReferenceTensor], _ step: ReferenceStep) throws -> [Double] {
    for (name, tensor) in inputs {
      guard let index = executor.inputIndex(of: name) else { continue }
      executor.withInput(index) { target in
        for (position, value) in tensor.values.enumerated() { target[position] = Float(value) }
      }
    }
    executor.run(rowCounts: step.rowCounts, random: step.random)
    let index = executor.outputIndex(of: "y") ?? 0
    return executor.copyOutput(index).map(Double.init)
  }
}

/// Whether values agree to the accuracy of `Float`, relative to the largest.
func agree(_ values: [Double], _ expected: [Double], tolerance: Double = 1e-5) -> Bool {
  let size = expected.reduce(1) { max($0, abs($1)) }
  return values.count == expected.count
    && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * size }
}
