import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// The gradient of every operation against central differences, along random directions.
struct GradientTests {
  static let differentiable = SampleGraph.all.filter {
    type(of: $0.sample.operation).isDifferentiable && !$0.sample.operands.isEmpty
  }

  /// The result's sum weighted by a random cotangent, as a function of the operands.
  @Test(arguments: differentiable)
  func gradientIsTheSlope(_ sample: SampleGraph) throws {
    var graph = sample.graph
    let cotangent = graph.input("cotangent", graph.type(of: sample.result))
    let gradients = try graph.gradients(
      seeds: [(sample.result, cotangent)], withRespectTo: sample.operands)
    try graph.verify()

    let operands = try sample.drawOperands()
    var random = RandomSequence(seed: 3, stream: 1)
    let weights = try sample.draw(graph.type(of: sample.result), &random) { $0.uniform() - 0.5 }
    let values = try sample.evaluate(graph, operands, more: ["cotangent": weights])
    for (position, gradient) in gradients.enumerated() where sample.sample.classes[position] == nil
    {
      let direction = operands[position].values.map { _ in random.uniform() - 0.5 }
      let slope = try slope(of: sample, at: operands, position, along: direction, weights: weights)
      let expected = gradient.map { dot(values[$0.index].values, direction) } ?? 0
      #expect(abs(slope - expected) <= 1e-6 * max(1, abs(slope)), "operand \(position)")
    }
  }

  private func slope(
    of sample: SampleGraph, at operands: [ReferenceTensor], _ position: Int,
    along direction: [Double], weights: ReferenceTensor
  ) throws -> Double {
    let width = 1e-5
    func value(_ distance: Double) throws -> Double {
      var moved = operands
      for index in direction.indices {
        moved[position].values[index] += distance * direction[index]
      }
      let results = try sample.evaluate(sample.graph, moved)
      return dot(results[sample.result.index].values, weights.values)
    }
    return try (value(width) - value(-width)) / (2 * width)
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
