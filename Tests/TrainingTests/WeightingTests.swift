import Foundation
import MTL
import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// Runs under weightings that keep something from step to step, or look at more than a step.
struct WeightingTests {
  /// A run stopped within an epoch, and one stopped at its end, ends as if it had not been.
  @Test(arguments: [
    "rlw(distribution: random_normal)", "dwa", "cov", "lbtw", "igb", "stch(warm_up: 1)",
    "ldc(scale: first)", "imtl_l", "cosmos(alpha: 1, score: 2)", "famo", "famo -> mgda",
  ])
  func stoppedRunsEndAlike(_ weighting: String) throws {
    try expectResumption(of: Sample.people(weighting: weighting), stops: [4, 6])
  }

  @Test func metricsAreKept() throws {
    try expectResumption(of: Sample.pictures(weighting: "dtp(momentum: 0.5)"), stops: [2, 3, 4])
  }

  private func expectResumption(of sample: Sample, stops: [Int]) throws {
    let bench = try Workbench()
    try bench.write(sample)
    let whole = try bench.train()
    #expect(whole.result.end == .completed)
    let expected = try whole.files()
    for stop in stops {
      let stopped = try bench.start(bench.options("stopped\(stop)")).finish(after: stop)
      let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      #expect(try resumed.finish().files() == expected, "stopped after step \(stop)")
    }
  }

  /// Weights follow the metrics of the epoch before.
  @Test func metricsDecideTheWeights() throws {
    let bench = try Workbench()
    try bench.write(Sample.pictures(weighting: "dtp(gamma: 2)"))
    let epochs = try bench.train().epochs
    #expect(epochs[0].tasks.map(\.weight) == [1, 1])
    let metrics = epochs[0].tasks.compactMap { $0.metrics[0].value }
    let sizes = metrics.map { pow(1 - $0, 2) * -log($0) }
    for (task, size) in zip(epochs[1].tasks, sizes) {
      let weight = try #require(task.weight)
      #expect(abs(weight - 2 * size / sizes.reduce(0, +)) < 1e-4)
    }
  }

  /// The second pass has the dropped elements of the first, and running statistics see one batch.
  @Test func hindsightLeavesTheModelAlone() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(weighting: "famo"))
    let session = try bench.session()
    let training = session.compiled.training
    let masks = training.graph.values.compactMap { value in
      training.graph.operation(of: value).flatMap {
        type(of: $0).name == "dropout_mask" ? $0.attributes : nil
      }
    }
    #expect(Set(masks).count == 1)
    for state in session.compiled.states where state.name.contains("running") {
      #expect(
        training.graph.assignments.count {
          training.graph.nodes[$0.variable.index].isVariable(state.name)
        } == 1)
    }
  }
}

extension Graph.Node {
  /// Whether it is a variable of a name.
  fileprivate func isVariable(_ name: String) -> Bool {
    if case .variable(name) = definition { true } else { false }
  }
}
