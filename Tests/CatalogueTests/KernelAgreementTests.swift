import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// Every operation's instruction against its plain evaluation, and both with a task axis.
struct KernelAgreementTests {
  @Test(arguments: SampleGraph.all, InstructionSet.available)
  func kernelAgrees(_ sample: SampleGraph, _ set: InstructionSet) throws {
    let operands = try sample.drawOperands(asFloats: true)
    let expected = try sample.evaluate(sample.graph, operands)[sample.result.index]
    let planned = try PlannedGraph(sample.graph, rowCounts: sample.sample.rowCounts, on: set)
    let values = try planned.run(sample.named(operands), sample.step)
    #expect(agree(values, expected.values))
  }

  /// Some operands with a task axis, by the bits of `mask`: as many separate runs give the same.
  @Test(arguments: SampleGraph.all.filter { !$0.sample.operation.actsAcrossLanes }, 1...3)
  func lanesAreSeparateRuns(_ sample: SampleGraph, mask: Int) throws {
    let lanes = 3
    let isLaned = sample.operands.indices.map { mask >> $0 & 1 == 1 }
    guard isLaned.contains(true) else { return }
    let graph = try sample.laned(lanes, isLaned)
    try graph.verify()
    let runs = try (0..<lanes).map {
      try sample.drawOperands(seed: UInt64($0 + 1), asFloats: true)
    }
    let operands = isLaned.enumerated().map { position, isLaned in
      isLaned ? ReferenceTensor(stacking: runs.map { $0[position] }) : runs[0][position]
    }
    let expected = try runs.flatMap { run in
      let mixed = isLaned.enumerated().map { $1 ? run[$0] : runs[0][$0] }
      return try sample.evaluate(sample.graph, mixed)[sample.result.index].values
    }
    let reference = try sample.evaluate(graph, operands)[sample.result.index]
    #expect(reference.values == expected)
    let planned = try PlannedGraph(graph, rowCounts: sample.sample.rowCounts, on: .best)
    let values = try planned.run(sample.named(operands), sample.step)
    #expect(agree(values, expected))
  }
}

extension SampleGraph {
  /// The sample with a task axis on some operands.
  func laned(_ lanes: Int, _ isLaned: [Bool]) throws -> Graph {
    var graph = Graph()
    let operands = sample.operands.enumerated().map { position, type in
      var type = type
      if isLaned[position] { type.lanes = lanes }
      return graph.input("x\(position)", type)
    }
    let result = try graph.emit(sample.operation, operands)
    graph.outputs = [Graph.Output(name: "y", value: result)]
    return graph
  }
}

extension ReferenceTensor {
  /// Tensors of one shape along a new first axis.
  init(stacking parts: [ReferenceTensor]) {
    self.init(
      shape: [parts.count] + (parts.first?.shape ?? []), values: parts.flatMap(\.values))
  }
}
