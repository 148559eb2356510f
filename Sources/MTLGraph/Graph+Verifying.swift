/// A rule that a graph breaks: an error of the compiler, never of its user.
package struct InvalidGraph: Error, Sendable {
  /// What is wrong, naming the node.
  package let message: String
}

extension Graph {
  /// Checks that the graph is well formed.
  ///
  /// Operands stand before their uses, every type is what the operation says, names are unique, and
  /// only variables are assigned, each once, values of their own type.
  package func verify() throws(InvalidGraph) {
    for value in values { try verifyNode(value) }
    try verifyNames()
    try verifyAssignments()
  }

  private func verifyNode(_ value: Value) throws(InvalidGraph) {
    let node = nodes[value.index]
    guard case .operation(let operation) = node.definition else { return }
    guard node.operands.allSatisfy({ 0..<value.index ~= $0.index }) else {
      throw InvalidGraph(message: "%\(value.index) uses a value that stands behind it")
    }
    let expected: TensorType
    do throws(TypeMismatch) {
      expected = try operation.lanedResultType(of: node.operands.map { type(of: $0) })
    } catch {
      throw InvalidGraph(message: "%\(value.index): \(error.message)")
    }
    guard expected == node.type else {
      throw InvalidGraph(
        message: "%\(value.index) is \(node.type.fullDescription), not \(expected.fullDescription)")
    }
  }

  private func verifyNames() throws(InvalidGraph) {
    var names: Set<String> = []
    for node in nodes {
      let isNew =
        switch node.definition {
        case .input(let name): names.insert("input \(name)").inserted
        case .variable(let name): names.insert("variable \(name)").inserted
        case .operation: true
        }
      guard isNew else { throw InvalidGraph(message: "two nodes have one name, \(names)") }
    }
    for output in outputs where !names.insert("output \(output.name)").inserted {
      throw InvalidGraph(message: "two outputs are called \(output.name)")
    }
    guard outputs.allSatisfy({ nodes.indices ~= $0.value.index }) else {
      throw InvalidGraph(message: "an output is no value of the graph")
    }
  }

  private func verifyAssignments() throws(InvalidGraph) {
    var assigned: Set<Value> = []
    for assignment in assignments {
      let (variable, value) = (assignment.variable, assignment.value)
      guard nodes.indices ~= variable.index, nodes.indices ~= value.index,
        case .variable(let name) = nodes[variable.index].definition
      else { throw InvalidGraph(message: "%\(variable.index) is no variable to assign to") }
      guard type(of: variable) == type(of: value) else {
        throw InvalidGraph(message: "variable \(name) is assigned a value of another type")
      }
      guard assigned.insert(variable).inserted else {
        throw InvalidGraph(message: "variable \(name) is assigned twice")
      }
    }
  }
}
