import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// The text form of graphs and plans, and what the verifier finds.
struct GraphTextTests {
  @Test func graphsAsText() throws {
    var graph = Graph()
    let x = graph.input("x", TensorType(rows: RowSpace(0), [3]))
    let weight = graph.variable("dense.weight", TensorType([3, 4]))
    graph.origin = Origin(name: "trunk.dense", line: 2)
    let product = try graph.emit(operation("matrix_product"), x, weight)
    let scaled = try graph.scale(product, by: 0.5)
    graph.outputs = [Graph.Output(name: "y", value: scaled)]
    let next = try graph.scale(weight, by: 2)
    graph.assignments = [Graph.Assignment(variable: weight, value: next)]
    #expect(
      graph.dump() == """
        %0 = input "x" : [rows 0, 3]
        %1 = variable "dense.weight" : [3, 4]
        %2 = matrix_product %0, %1 : [rows 0, 4]  // trunk.dense
        %3 = scale(0.5) %2 : [rows 0, 4]  // trunk.dense
        %4 = scale(2.0) %1 : [3, 4]  // trunk.dense
        output "y" = %3
        assign %1 = %4

        """)
  }

  @Test func plansAsText() throws {
    var trial = Trial()
    let x = trial.input("x", TensorType(rows: RowSpace(0), [3]))
    let (y, _, _) = try trial.dense(x, 3, 4, "dense")
    trial.output("y", try trial.graph.emit(operation("tanh"), y))
    let text = try trial.executor().plan.dump()
    #expect(
      text == """
        0: [32] = matrixProduct+bias [48], [0], [16] for 1 x rows 0 by 4
        1: [32] = program([32]) { r1 = tanh r0 } for 4 x rows 0 by 16384
        input "x" at [48] : [rows 0, 3]
        output "y" at [32] : [rows 0, 4]
        memory 64, variables 32, rows [4]

        """)
  }

  @Test func badGraphsAreFound() throws {
    let (small, large) = (TensorType([2]), TensorType([3]))
    var backwards = Graph()
    _ = backwards.append(
      Graph.Node(definition: .operation(try operation("relu")), operands: [Value(1)], type: small))
    _ = backwards.input("x", small)
    #expect(throws: InvalidGraph.self) { try backwards.verify() }

    var mistyped = Graph()
    let x = mistyped.input("x", small)
    _ = mistyped.append(
      Graph.Node(definition: .operation(try operation("relu")), operands: [x], type: large))
    #expect(throws: InvalidGraph.self) { try mistyped.verify() }

    var twice = Graph()
    _ = twice.variable("x", small)
    _ = twice.variable("x", small)
    #expect(throws: InvalidGraph.self) { try twice.verify() }

    var outputs = Graph()
    let y = outputs.input("y", small)
    outputs.outputs = [Graph.Output(name: "a", value: y), Graph.Output(name: "a", value: y)]
    #expect(throws: InvalidGraph.self) { try outputs.verify() }
  }

  @Test func badAssignmentsAreFound() throws {
    var graph = Graph()
    let x = graph.input("x", TensorType([2]))
    let (a, b) = (graph.variable("a", TensorType([2])), graph.variable("b", TensorType([3])))
    for (variable, value) in [(x, x), (b, x)] {
      graph.assignments = [Graph.Assignment(variable: variable, value: value)]
      #expect(throws: InvalidGraph.self) { try graph.verify() }
    }
    let assignment = Graph.Assignment(variable: a, value: x)
    graph.assignments = [assignment]
    try graph.verify()
    graph.assignments = [assignment, assignment]
    #expect(throws: InvalidGraph.self) { try graph.verify() }
  }
}
