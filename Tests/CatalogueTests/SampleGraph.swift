import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// A sample as a graph of its own: inputs, the operation, and one output.
struct SampleGraph: CustomTestStringConvertible {
  let sample: Sample
  let index: Int
  var graph = Graph()
  var operands: [Value] = []
  var result = Value(0)

  var testDescription: String { "\(sample.operation.name) \(index)" }

  init(_ sample: Sample, index: Int) throws {
    self.sample = sample
    self.index = index
    operands = sample.operands.enumerated().map { graph.input("x\($0)", $1) }
    result = try graph.emit(sample.operation, operands)
    graph.outputs = [Graph.Output(name: "y", value: result)]
  }

  /// Every sample of every operation.
  static let all: [SampleGraph] = Registry.primitives.flatMap { primitive in
    primitive.samples.enumerated().compactMap { try? SampleGraph($1, index: $0) }
  }

  var step: ReferenceStep {
    ReferenceStep(rowCounts: sample.rowCounts, random: RandomKey(seed: 5, step: 2))
  }

  /// Operand values drawn from the sample's range, rounded to `Float` where a kernel reads them.
  func drawOperands(seed: UInt64 = 1, asFloats: Bool = false) throws -> [ReferenceTensor] {
    var random = RandomSequence(seed: seed, stream: 7)
    return try sample.operands.enumerated().map { position, type in
      let classes = sample.classes[position]
      return try draw(type, &random) {
        if let classes { return Double($0.below(classes)) }
        let range = sample.range
        let value = range.lowerBound + (range.upperBound - range.lowerBound) * $0.uniform()
        return asFloats ? Double(Float(value)) : value
      }
    }
  }

  /// A tensor of a type with numbers drawn one by one.
  func draw(
    _ type: TensorType, _ random: inout RandomSequence,
    by draw: (inout RandomSequence) -> Double
  ) throws -> ReferenceTensor {
    let shape = try ReferenceEvaluator.shape(of: type, in: step)
    let values = (0..<shape.reduce(1, *)).map { _ in draw(&random) }
    return ReferenceTensor(shape: shape, values: values)
  }

  /// Values of all nodes of a graph that has these operands as inputs.
  func evaluate(
    _ graph: Graph, _ operands: [ReferenceTensor], more: [String: ReferenceTensor] = [:]
  ) throws -> [ReferenceTensor] {
    let inputs = named(operands).merging(more) { $1 }
    return try ReferenceEvaluator.evaluate(graph, inputs: inputs, step: step)
  }

  /// The operands by the names of their inputs.
  func named(_ operands: [ReferenceTensor]) -> [String: ReferenceTensor] {
    Dictionary(uniqueKeysWithValues: operands.enumerated().map { ("x\($0)", $1) })
  }
}
