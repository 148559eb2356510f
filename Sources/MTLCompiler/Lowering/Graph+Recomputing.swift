import MTLCatalogue
import MTLGraph

extension Graph {
  /// Appends what a value would be if others had other values.
  ///
  /// Only nodes that depend on a replaced value are computed once more; inputs, states and random
  /// numbers are those of before.
  package mutating func recomputed(
    _ value: Value, with replacements: [Value: Value]
  ) throws(TypeMismatch) -> Value {
    let outerOrigin = origin
    defer { origin = outerOrigin }
    let isChanged = dependence(on: Array(replacements.keys))
    var isNeeded = Array(repeating: false, count: value.index + 1)
    isNeeded[value.index] = true
    for index in isNeeded.indices.reversed() where isNeeded[index] && isChanged[index] {
      guard replacements[Value(index)] == nil else { continue }
      for operand in nodes[index].operands { isNeeded[operand.index] = true }
    }
    var results = values.prefix(value.index + 1).map { replacements[$0] ?? $0 }
    for index in results.indices where isNeeded[index] && isChanged[index] {
      guard replacements[Value(index)] == nil, let operation = operation(of: Value(index)) else {
        continue
      }
      origin = nodes[index].origin
      results[index] = try emit(operation, nodes[index].operands.map { results[$0.index] })
    }
    return results[value.index]
  }
}

extension ModelBuilder {
  /// What the step assigns to the variables of parameters, by the variable.
  var nextParameters: [Value: Value] {
    var variables = Set(parameters.compactMap { value(ofParameter: $0.name) })
    if let allParameters { variables.insert(allParameters) }
    let assignments = graph.assignments.filter { variables.contains($0.variable) }
    return Dictionary(
      assignments.map { ($0.variable, $0.value) }, uniquingKeysWith: { _, last in last })
  }
}
