import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// Plans and passes against plain evaluation, on random graphs.
struct RandomGraphTests {
  @Test(arguments: 1...30)
  func plansAgree(seed: Int) throws {
    let lanes = seed % 4 == 0 ? 3 : nil
    let trial = try RandomGraphs.make(seed: UInt64(seed), count: 45, lanes: lanes)
    try trial.graph.verify()
    let executor = try trial.executor()
    expectNoOverlap(executor.plan)
    for rows in [4, 0, 1, 3, 4] {
      let expected = try trial.expected([rows])
      let found = differences(trial.run(executor, [rows]), expected)
      #expect(found.isEmpty, "rows \(rows)")
    }
  }

  @Test(arguments: 1...30)
  func passesKeepValues(seed: Int) throws {
    let lanes = seed % 4 == 0 ? 2 : nil
    let trial = try RandomGraphs.make(seed: UInt64(100 + seed), count: 45, lanes: lanes)
    let expected = try trial.expected([3])
    var graph = trial.graph
    for pass in PassPipeline.standard.passes {
      graph = pass.run(graph)
      try graph.verify()
      let found = differences(try trial.expected([3], of: graph), expected, tolerance: 1e-9)
      #expect(found.isEmpty, "after \(pass.name)")
    }
    let executor = try trial.executor(of: graph)
    #expect(differences(trial.run(executor, [3]), expected).isEmpty)
  }
}

/// Expects that buffers in use at the same time lie apart, and that none reaches the variables.
func expectNoOverlap(_ plan: Plan) {
  for (index, buffer) in plan.buffers.enumerated() {
    #expect(buffer.range.lowerBound >= plan.variableEnd)
    #expect(buffer.range.upperBound <= plan.arenaEnd)
    #expect(buffer.range.lowerBound % VariableLayout.alignment == 0)
    for other in plan.buffers[..<index] where other.life.overlaps(buffer.life) {
      #expect(!other.range.overlaps(buffer.range))
    }
  }
}
