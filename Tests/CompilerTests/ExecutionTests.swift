import CAllocationCount
import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// What a run promises: the same bits on any number of threads, and no allocation.
struct ExecutionTests {
  @Test(arguments: InstructionSet.available)
  func sameBitsOnAnyThreads(set: InstructionSet) throws {
    let training = try Training(widths: [37, 150, 45, 3], capacity: 300)
    let expected = training.trial.run(try training.trial.executor(on: set), [300])
    for threads in [2, 4] {
      let executor = try training.trial.executor(threads: threads, on: set)
      let isCut = executor.plan.instructions.contains {
        $0.units.count([300]) * $0.lanes > $0.unitsPerChunk
      }
      #expect(isCut)
      #expect(training.trial.run(executor, [300]) == expected)
    }
  }

  /// Elementwise work over chunk boundaries, masks included.
  @Test func chunksOfPrograms() throws {
    var trial = Trial(capacities: [1500])
    let type = TensorType(rows: Network.rows, [37])
    let x = trial.input("x", type)
    let bias = trial.variable("bias", TensorType([37]))
    let mask = try trial.graph.emit(operation("dropout_mask"), x)
    let sum = try trial.graph.add(x, trial.graph.broadcast(bias, to: type))
    let masked = try trial.graph.multiply(sum, mask)
    trial.output("y", masked)
    trial.output("columns", try trial.graph.sum(masked, to: TensorType([37])))
    trial.output("rows", try trial.graph.sum(masked, to: TensorType(rows: Network.rows, [])))
    trial.output("shares", try trial.graph.emit(operation("softmax"), masked))
    let alone = try trial.executor()
    let shared = try trial.executor(threads: 3)
    for rows in [1500, 1499, 443, 0] {
      let outcome = trial.run(alone, [rows])
      #expect(trial.run(shared, [rows]) == outcome)
      let found = differences(outcome, try trial.expected([rows]))
      #expect(found.isEmpty, "rows \(rows)")
    }
  }

  /// What a product keeps of its second operand is kept for the lanes too where they share it, and
  /// only then: products whose second operand has lanes of its own stand before and after.
  @Test(arguments: InstructionSet.available)
  func lanesShareTheSecondOperand(set: InstructionSet) throws {
    var trial = Trial(capacities: [200])
    let shared = trial.variable("shared", TensorType([128, 96]))
    let own = trial.input("own", TensorType(dims: [.size(128), .size(96)], lanes: 3))
    let activations = trial.input("activations", TensorType(rows: Network.rows, [96]))
    let cotangents = trial.input(
      "cotangents", TensorType(rows: Network.rows, dims: [.size(96)], lanes: 3))
    let product = try operation("matrix_product", sample: 2)
    for name in ["first", "second"] {
      let scaled = try trial.graph.scale(cotangents, by: name == "first" ? 1 : 2)
      trial.output("\(name), own", try trial.graph.emit(product, activations, own))
      trial.output("\(name), shared", try trial.graph.emit(product, scaled, shared))
    }
    let alone = trial.run(try trial.executor(on: set), [200])
    #expect(differences(alone, try trial.expected([200])).isEmpty)
    #expect(trial.run(try trial.executor(threads: 2, on: set), [200]) == alone)
  }

  @Test(arguments: [1, 2])
  func runsAllocateNothing(threads: Int) throws {
    let training = try Training(widths: [6, 40, 3], capacity: 64)
    let executor = try training.trial.executor(threads: threads)
    training.trial.feed(executor)
    let counts = [64]
    executor.run(rowCounts: counts, random: training.trial.key)
    let before = allocation_count()
    for _ in 0..<5 { executor.run(rowCounts: counts, random: training.trial.key) }
    #expect(allocation_count() == before && before != 0)
  }

  @Test func stepsMayBeRepeated() throws {
    let network = try Network.convolution(pooling: "max_pool")
    var trial = network.trial
    trial.output("loss", network.loss)
    let executor = try trial.executor()
    let first = trial.run(executor, [4])
    executor.run(rowCounts: [4], random: trial.key)
    #expect(trial.outcome(of: executor) == first)
  }

  @Test func instructionSetsHaveNames() {
    for set in InstructionSet.available { #expect(InstructionSet.named(set.rawValue) == set) }
    #expect(InstructionSet.named("mmx") == nil)
    #expect(InstructionSet.available.contains(.best))
  }
}

/// Several plans over one memory.
struct SharedMemoryTests {
  /// A training and an evaluation plan take turns; the variables are the same for both.
  @Test func plansShareVariables() throws {
    let training = try Training(widths: [6, 8, 2], capacity: 5)
    var evaluation = training.trial
    evaluation.graph.assignments = []
    evaluation.graph = PassPipeline.standard.run(evaluation.graph)
    let layout = training.trial.layout
    let train = try Planner.plan(training.trial.graph, layout: layout, rowCapacities: [5])
    let evaluate = try Planner.plan(evaluation.graph, layout: layout, rowCapacities: [5])
    let memory = Memory(layout: layout, plans: [train, evaluate])
    #expect(evaluate.arenaEnd < train.arenaEnd && memory.count == train.arenaEnd)
    let threads = ThreadPool(threads: 1)
    let trainer = Executor(plan: train, memory: memory, threads: threads)
    let evaluator = Executor(plan: evaluate, memory: memory, threads: threads)
    let trained = try #require(trainer.outputIndex(of: "loss"))
    let evaluated = try #require(evaluator.outputIndex(of: "loss"))
    training.trial.feed(trainer)
    var expected: Float?
    for _ in 0..<10 {
      training.trial.feed(trainer, variables: false)
      trainer.run(rowCounts: [5], random: training.trial.key)
      let loss = trainer.copyOutput(trained)[0]
      if let expected { #expect(abs(loss - expected) < 1e-6) }
      evaluation.feed(evaluator, variables: false)
      evaluator.run(rowCounts: [5], random: training.trial.key)
      expected = evaluator.copyOutput(evaluated)[0]
    }
  }
}
