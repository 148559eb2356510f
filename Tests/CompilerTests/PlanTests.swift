import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// The choices of the planner, and that they keep the values.
struct PlanTests {
  @Test func epiloguesTakeBiasAndRelu() throws {
    let network = try Network.dense()
    var trial = network.trial
    trial.output("loss", network.loss)
    let plan = try trial.executor().plan
    var products: [String] = []
    for instruction in plan.instructions {
      guard case .kernel(.matrixProduct, let hasBias, let appliesRelu) = instruction.body else {
        continue
      }
      products.append("\(hasBias) \(appliesRelu)")
    }
    #expect(products == ["true true", "true false"])
    #expect(!plan.dump().contains("relu r"))
  }

  @Test func updatesAreInPlace() throws {
    let training = try Training(widths: [6, 8, 2], capacity: 5)
    let executor = try training.trial.executor()
    expectNoOverlap(executor.plan)
    let writers = executor.plan.instructions.filter {
      $0.result.offset < executor.plan.variableEnd
    }
    #expect(writers.count == 3)
    #expect(writers[0].followers == 2)
    for instruction in executor.plan.instructions {
      guard case .program(let steps, _) = instruction.body else { continue }
      #expect(!steps.contains { $0.operation == .copy })
    }
    for rows in [5, 2, 0, 1] {
      let found = differences(
        training.trial.run(executor, [rows]), try training.trial.expected([rows]))
      #expect(found.isEmpty, "rows \(rows)")
    }
  }

  @Test func variablesMayChangePlaces() throws {
    var trial = Trial()
    let type = TensorType([5])
    let (a, b, c) = (
      trial.variable("a", type), trial.variable("b", type), trial.variable("c", type)
    )
    trial.assign(b, to: a)
    trial.assign(a, to: b)
    trial.assign(try trial.graph.add(a, c), to: c)
    trial.output("old", a)
    let executor = try trial.executor()
    for _ in 0..<2 {
      #expect(differences(trial.run(executor, [4]), try trial.expected([4])).isEmpty)
    }
  }

  @Test func oldValuesAreReadBeforeTheyGo() throws {
    var trial = Trial()
    let type = TensorType([5])
    let a = trial.variable("a", type)
    let half = try trial.graph.scale(a, by: 0.5)
    let later = try trial.graph.multiply(trial.graph.emit(operation("tanh"), half), a)
    trial.output("later", later)
    trial.output("half", half)
    trial.assign(half, to: a)
    let b = trial.variable("b", type)
    let flat = try trial.graph.sum(b, to: .scalar)
    trial.assign(try trial.graph.multiply(b, trial.graph.broadcast(flat, to: type)), to: b)
    #expect(differences(trial.run(try trial.executor(), [4]), try trial.expected([4])).isEmpty)
  }

  @Test func broadcastsTakeNoMemory() throws {
    var trial = Trial()
    let type = TensorType(rows: Network.rows, [3])
    let x = trial.input("x", type)
    let bias = trial.variable("bias", TensorType([3]))
    let perRow = trial.input("row", TensorType(rows: Network.rows, []))
    let sum = try trial.graph.add(x, trial.graph.broadcast(bias, to: type))
    let mask = try trial.graph.emit(operation("dropout_mask"), sum)
    let scaled = try trial.graph.multiply(sum, trial.graph.broadcast(perRow, to: type))
    trial.output("y", try trial.graph.multiply(scaled, mask))
    let executor = try trial.executor()
    #expect(executor.plan.instructions.count == 1)
    #expect(differences(trial.run(executor, [4]), try trial.expected([4])).isEmpty)
  }

  /// More operands than registers, and a balanced tree that holds many values at once.
  @Test func programsKeepToTheirRegisters() throws {
    var trial = Trial()
    let type = TensorType([7])
    var chain = try trial.graph.scale(trial.variable("v", type), by: 2)
    for index in 0..<40 {
      chain = try trial.graph.add(chain, trial.variable("v\(index)", type))
    }
    var level = try (0..<32).map {
      try trial.graph.emit(operation("tanh"), trial.variable("w\($0)", type))
    }
    while level.count > 1 {
      level = try stride(from: 0, to: level.count, by: 2).map {
        try trial.graph.multiply(level[$0], level[$0 + 1])
      }
    }
    trial.output("chain", chain)
    trial.output("tree", level[0])
    let executor = try trial.executor()
    #expect(executor.plan.instructions.count < 20)
    for instruction in executor.plan.instructions {
      guard case .program(let steps, let modes) = instruction.body else { continue }
      #expect(steps.allSatisfy { $0.target < 16 && $0.target >= modes.count })
    }
    #expect(differences(trial.run(executor, [4]), try trial.expected([4])).isEmpty)
  }

  @Test func convolutionsTakeBiasAndRelu() throws {
    let network = try Network.convolution(pooling: "max_pool")
    var trial = network.trial
    trial.output("loss", network.loss)
    let isFused = try trial.executor().plan.instructions.contains {
      guard case .kernel(.convolution, hasBias: true, appliesRelu: true) = $0.body else {
        return false
      }
      return true
    }
    #expect(isFused)
  }

  @Test func variablesAreAligned() {
    let layout = VariableLayout(variables: [("a", 3), ("b", 17), ("c", 1)])
    #expect(layout.offsets == ["a": 0, "b": 16, "c": 48])
    #expect(layout.size == 64)
    #expect(layout.range(of: "b") == 16..<33)
    #expect(layout.range(of: "d") == nil)
    let memory = Memory(layout: layout)
    memory.store([1, 2, 3], at: 16)
    #expect(memory.floats(in: 15..<20) == [0, 1, 2, 3, 0])
  }

  @Test func unknownSizesAreErrors() throws {
    var graph = Graph()
    let x = graph.input("x", TensorType(dims: [.symbol("classes(a.b)")]))
    graph.outputs = [Graph.Output(name: "x", value: x)]
    #expect(throws: PlanError.self) {
      try Planner.plan(graph, layout: VariableLayout(variables: []), rowCapacities: [])
    }
    var large = Graph()
    let y = large.input("y", TensorType([1 << 30, 1 << 30, 1 << 30]))
    large.outputs = [Graph.Output(name: "y", value: y)]
    #expect(throws: PlanError.self) {
      try Planner.plan(large, layout: VariableLayout(variables: []), rowCapacities: [])
    }
  }

  @Test func operationsAreCounted() throws {
    let training = try Training(widths: [6, 8, 2], capacity: 5)
    let plan = try training.trial.executor().plan
    let products = 2 * 5 * (6 * 8 + 8 * 2 + 6 * 8 + 8 * 2 + 2 * 8)
    let counted = plan.operations(rowCounts: [5])
    #expect(counted > products && counted < products + 4000)
    #expect(plan.operations(rowCounts: [0]) < counted)
    #expect(plan.peakBytes == plan.arenaEnd * 4)
  }
}
