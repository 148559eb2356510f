import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// What each rewrite leaves of a small graph.
struct PassTests {
  private let type = TensorType(rows: RowSpace(0), [3])

  /// The operations left after the standard passes, in order.
  private func operations(
    _ build: (inout Graph, Value) throws -> Value
  ) throws -> [String] {
    var graph = Graph()
    let x = graph.input("x", type)
    graph.outputs = [Graph.Output(name: "y", value: try build(&graph, x))]
    let result = PassPipeline.standard.run(graph)
    try result.verify()
    return result.values.compactMap { value in
      result.operation(of: value).map {
        $0.name + ($0.attributes.isEmpty ? "" : " ") + $0.attributes
      }
    }
  }

  @Test func identitiesVanish() throws {
    #expect(
      try operations { try $0.emit(operation("negate"), $0.emit(operation("negate"), $1)) } == [])
    #expect(try operations { try $0.multiply($1, $0.constant(1, type)) } == [])
    #expect(try operations { try $0.add($0.constant(0, type), $1) } == [])
  }

  @Test func constantsJoin() throws {
    #expect(try operations { try $0.scale($0.scale($1, by: 2), by: 4) } == ["scale 8.0"])
    #expect(try operations { try $0.offset($0.offset($1, by: 2), by: -2) } == [])
    #expect(
      try operations { try $0.emit(operation("negate"), $0.scale($1, by: 3)) } == ["scale -3.0"])
    #expect(
      try operations { try $0.multiply($1, $0.broadcast($0.constant(3), to: type)) }
        == ["scale 3.0"])
    #expect(
      try operations { try $0.subtract($1, $0.add($0.constant(3, type), $0.constant(4, type))) }
        == ["offset -7.0"])
  }

  /// The gradient of a scalar head's input is a product of two broadcasts.
  @Test func outerProducts() throws {
    var graph = Graph()
    let x = graph.input("x", TensorType(rows: RowSpace(0), [1]))
    let weights = graph.variable("w", TensorType([1, 3]))
    let product = try graph.emit(operation("matrix_product"), x, weights)
    graph.outputs = [Graph.Output(name: "y", value: product)]
    let result = PassPipeline.standard.run(graph)
    try result.verify()
    #expect(
      result.values.compactMap { result.operation(of: $0)?.name }
        == ["reshape", "reshape", "broadcast", "broadcast", "multiply"])
    #expect(result.type(of: result.outputs[0].value) == graph.type(of: product))
  }

  @Test func equalNodesAreOne() throws {
    let left = try operations {
      try $0.add($0.emit(operation("tanh"), $1), $0.emit(operation("tanh"), $1))
    }
    #expect(left == ["tanh", "add"])
  }

  @Test func deadNodesGo() throws {
    let left = try operations {
      _ = try $0.emit(operation("exponential"), $1)
      return try $0.emit(operation("tanh"), $1)
    }
    #expect(left == ["tanh"])
  }

  /// A constant without a task axis does not stand for a value with one.
  @Test func lanesStay() throws {
    var graph = Graph()
    let x = graph.input("x", TensorType([2]))
    let ones = try graph.constant(1, TensorType(dims: [.size(2)], lanes: 3))
    graph.outputs = [Graph.Output(name: "y", value: try graph.multiply(x, ones))]
    let result = PassPipeline.standard.run(graph)
    #expect(result.type(of: result.outputs[0].value).lanes == 3)
  }
}
