import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// The gradients of several tasks in one pass through what they share.
struct TaskGradientTests {
  /// Two tasks over one layer: their gradients as lanes, packed, and as two passes.
  private func makeTrial(together: Bool) throws -> Trial {
    var trial = Trial()
    let x = trial.input("x", TensorType(rows: Network.rows, [6]))
    let (first, weights, bias) = try trial.dense(x, 6, 5, "trunk")
    let shared = try trial.graph.emit(operation("relu"), first)
    var losses: [Value] = []
    for task in 0..<2 {
      let (head, _, _) = try trial.dense(shared, 5, 3, "head\(task)")
      losses.append(
        try trial.graph.mean(trial.graph.emit(operation("square"), head), to: .scalar))
    }
    let offsets = [0, 32]
    var gradients: [Value] = []
    if together {
      let cotangents = try losses.map {
        try #require(try trial.graph.gradients(of: $0, withRespectTo: [shared])[0])
      }
      let stacked = try trial.graph.stackLanes(cotangents)
      let parts = try trial.graph.gradients(
        seeds: [(shared, stacked)], withRespectTo: [weights, bias])
      let packed = try trial.graph.pack(parts.compactMap { $0 }, at: offsets, length: 48)
      gradients = try (0..<2).map { try trial.graph.lane($0, of: packed) }
    } else {
      gradients = try losses.map {
        let parts = try trial.graph.gradients(of: $0, withRespectTo: [weights, bias])
        return try trial.graph.pack(parts.compactMap { $0 }, at: offsets, length: 48)
      }
    }
    for (task, gradient) in gradients.enumerated() { trial.output("task \(task)", gradient) }
    let sum = try trial.graph.add(
      trial.graph.scale(gradients[0], by: 0.25), trial.graph.scale(gradients[1], by: 0.75))
    trial.output("sum", sum)
    trial.graph = PassPipeline.standard.run(trial.graph)
    try trial.graph.verify()
    return trial
  }

  @Test func lanesEqualSeparatePasses() throws {
    let (together, separate) = try (makeTrial(together: true), makeTrial(together: false))
    let executor = try together.executor()
    for rows in [4, 3, 0] {
      let expected = try separate.expected([rows])
      #expect(differences(try together.expected([rows]), expected, tolerance: 1e-9).isEmpty)
      #expect(differences(together.run(executor, [rows]), expected).isEmpty)
    }
  }

  /// Cotangents are computed as lanes, gradients in the packed buffer.
  @Test func nothingIsCopied() throws {
    let plan = try makeTrial(together: true).executor().plan
    expectNoOverlap(plan)
    for instruction in plan.instructions {
      guard case .program(let steps, _) = instruction.body else { continue }
      #expect(!steps.contains { $0.operation == .copy })
    }
  }
}
