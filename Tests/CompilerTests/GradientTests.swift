import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// Gradients of whole networks against central differences, and as plans.
struct NetworkGradientTests {
  @Test(arguments: try Network.all())
  func gradientsAreSlopes(_ network: Network) throws {
    var trial = network.trial
    let gradients = try trial.graph.gradients(
      of: network.loss, withRespectTo: network.parameters)
    try trial.graph.verify()
    trial.output("loss", network.loss)
    for (parameter, gradient) in zip(network.parameters, gradients) {
      let name = trial.name(of: parameter)
      trial.output(name, try #require(gradient))
    }
    let outcome = try trial.expected([3])
    for parameter in network.parameters {
      let name = trial.name(of: parameter)
      let direction = (outcome[name] ?? []).map { _ in trial.random.uniform() - 0.5 }
      let slope = try slope(of: trial, name, along: direction)
      let expected = zip(outcome[name] ?? [], direction).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(slope - expected) <= 1e-6 * max(1, abs(slope)), "\(name)")
    }
    let optimised = PassPipeline.standard.run(trial.graph)
    for graph in [trial.graph, optimised] {
      let executor = try trial.executor(of: graph)
      expectNoOverlap(executor.plan)
      for rows in [3, 0, 1, 4] {
        let found = differences(trial.run(executor, [rows]), try trial.expected([rows]))
        #expect(found.isEmpty, "rows \(rows)")
      }
    }
  }

  private func slope(of trial: Trial, _ name: String, along direction: [Double]) throws -> Double {
    func loss(_ distance: Double) throws -> Double {
      var moved = trial
      for (index, step) in direction.enumerated() {
        moved.feeds[name]?.values[index] += distance * step
      }
      return try moved.expected([3])["loss"]?.first ?? .nan
    }
    return try (loss(1e-5) - loss(-1e-5)) / 2e-5
  }

  /// Cotangents of two tasks in one pass equal two passes.
  @Test func lanesOfCotangents() throws {
    var trial = Trial()
    let x = trial.input("x", TensorType(rows: Network.rows, [6]))
    let (first, a, b) = try trial.dense(x, 6, 5, "first")
    let hidden = try trial.graph.emit(operation("relu"), first)
    let (second, c, d) = try trial.dense(hidden, 5, 3, "second")
    let (parameters, type) = ([a, b, c, d], trial.graph.type(of: second))
    var laned = type
    laned.lanes = 2
    let both = trial.input("both", laned)
    let separate = (0..<2).map { trial.input("task\($0)", type) }
    for task in 0..<2 {
      let half = (trial.feeds["both"]?.values ?? []).chunk(task, of: 2)
      trial.feeds["task\(task)"]?.values = half
    }
    let together = try trial.graph.gradients(seeds: [(second, both)], withRespectTo: parameters)
    for (task, cotangent) in separate.enumerated() {
      let alone = try trial.graph.gradients(
        seeds: [(second, cotangent)], withRespectTo: parameters)
      for (index, value) in alone.enumerated() {
        trial.output("alone \(index) \(task)", try #require(value))
      }
    }
    for (index, value) in together.enumerated() {
      trial.output("together \(index)", try #require(value))
    }
    let outcome = trial.run(try trial.executor(), [4])
    #expect(differences(outcome, try trial.expected([4])).isEmpty)
    for index in parameters.indices {
      let lanes = outcome["together \(index)"] ?? []
      for task in 0..<2 { #expect(outcome["alone \(index) \(task)"] == lanes.chunk(task, of: 2)) }
    }
  }

  @Test func whatDoesNotDependHasNoGradient() throws {
    var graph = Graph()
    let x = graph.variable("x", .scalar)
    let y = graph.variable("y", .scalar)
    graph.origin = Origin(name: "square", line: 3)
    let square = try graph.multiply(x, x)
    graph.origin = nil
    let count = graph.nodes.count
    let gradients = try graph.gradients(of: square, withRespectTo: [x, y])
    #expect(gradients[0] != nil && gradients[1] == nil)
    for node in graph.nodes[(count + 1)...] { #expect(node.origin?.name == "square") }
  }
}

extension Trial {
  func name(of variable: Value) -> String {
    guard case .variable(let name) = graph.nodes[variable.index].definition else { return "" }
    return name
  }
}

extension [Double] {
  /// One of `count` equal parts.
  func chunk(_ index: Int, of count: Int) -> [Double] {
    let size = self.count / count
    return Array(self[index * size..<(index + 1) * size])
  }
}
