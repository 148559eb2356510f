import MTLGraph

/// A rewriting of a whole graph that keeps the values of outputs and assignments.
package struct Pass: Sendable {
  /// The name, for messages.
  package let name: String
  /// The rewriting.
  package let run: @Sendable (Graph) -> Graph

  /// Creates a pass.
  package init(_ name: String, _ run: @escaping @Sendable (Graph) -> Graph) {
    self.name = name
    self.run = run
  }
}

/// Passes one after another, the graph being verified after each in debug builds.
package struct PassPipeline: Sendable {
  /// The passes in order.
  package let passes: [Pass]

  /// Creates the pipeline of some passes.
  package init(_ passes: [Pass]) { self.passes = passes }

  /// What every graph goes through before it is planned.
  package static let standard = PassPipeline(reduction.passes + [outerProducts])

  /// What leaves out work that need not be done.
  package static let reduction = PassPipeline([
    deadCode, simplification, containedResults, commonSubexpressions, deadCode,
  ])

  /// Runs all passes.
  package func run(_ graph: Graph) -> Graph {
    passes.reduce(graph) { graph, pass in
      let result = pass.run(graph)
      assert(Self.isValid(result, after: pass))
      return result
    }
  }

  private static func isValid(_ graph: Graph, after pass: Pass) -> Bool {
    do throws(InvalidGraph) {
      try graph.verify()
      return true
    } catch {
      preconditionFailure("after \(pass.name): \(error.message)")
    }
  }
}

extension Graph {
  /// The graph node by node anew: `transform` appends what replaces a node, whose operands are the
  /// new ones already, or gives `nil` to leave it out.
  func rebuilt(_ transform: (Node, Int, inout Graph) -> Value?) -> Graph {
    var result = Graph()
    var replacements: [Value?] = []
    for (index, node) in nodes.enumerated() {
      let operands = node.operands.compactMap { replacements[$0.index] }
      let moved = Node(
        definition: node.definition, operands: operands, type: node.type, origin: node.origin)
      result.origin = node.origin
      replacements.append(transform(moved, index, &result))
    }
    result.origin = origin
    result.outputs = outputs.compactMap { output in
      replacements[output.value.index].map { Output(name: output.name, value: $0) }
    }
    result.assignments = assignments.compactMap { assignment in
      guard let variable = replacements[assignment.variable.index],
        let value = replacements[assignment.value.index]
      else { return nil }
      return Assignment(variable: variable, value: value)
    }
    return result
  }
}
