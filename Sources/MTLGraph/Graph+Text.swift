extension Graph {
  /// The graph as text: one node a line, then outputs and assignments.
  ///
  ///     %0 = input "x" : [rows 0, 3]
  ///     %1 = variable "dense.weight" : [3, 64]
  ///     %2 = matrix_product %0, %1 : [rows 0, 64]  // trunk.dense
  ///     output "y" = %2
  package func dump() -> String {
    var lines = values.map(line)
    lines += outputs.map { "output \"\($0.name)\" = \(text(of: $0.value))" }
    lines += assignments.map { "assign \(text(of: $0.variable)) = \(text(of: $0.value))" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(of value: Value) -> String {
    let node = nodes[value.index]
    let origin = node.origin.map { "  // \($0.name)" } ?? ""
    return "\(text(of: value)) = \(definition(of: node)) : \(node.type.fullDescription)\(origin)"
  }

  private func definition(of node: Node) -> String {
    switch node.definition {
    case .input(let name): return "input \"\(name)\""
    case .variable(let name): return "variable \"\(name)\""
    case .operation(let operation):
      let attributes = operation.attributes.isEmpty ? "" : "(\(operation.attributes))"
      let operands = node.operands.map(text).joined(separator: ", ")
      return operation.name + attributes + (operands.isEmpty ? "" : " ") + operands
    }
  }

  private func text(of value: Value) -> String { "%\(value.index)" }
}
