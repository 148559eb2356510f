import MTLCatalogue
import MTLGraph

/// A step as it has been built into a graph.
package struct BuiltStep: Sendable {
  /// The declaration, the steps that it stands in, and its own name: its parameters begin with them.
  package let scope: [String]
  /// The one-based line of the spec; 0 for what no line writes, such as a task's gate.
  package let line: Int
  /// What has been built; `nil` for what no line writes.
  package let step: CheckedStep?
  /// The numbers that it reads: the value before it, then those that it names.
  package let operands: [Value]
  /// Whether it belongs to one of several copies of a body.
  package let isCopy: Bool
  /// The graph's value of its end; `nil` for columns that no step has made numbers of.
  package fileprivate(set) var value: Value?
  /// The type of its end, as the language writes it; empty where nobody wants to read it.
  package fileprivate(set) var type = ""

  /// The scope as the graph's origins have it.
  package var path: String { scope.joined(separator: ".") }
}

extension ModelAssembly {
  /// Builds what stands at the builder's scope as a step: its nodes have it as their origin.
  func recorded(
    line: Int, _ build: () throws(TypeMismatch) -> BodyValue
  ) throws(TypeMismatch) -> BodyValue {
    try recorded(nil, line: line, on: [], build)
  }

  /// Builds a step at the builder's scope.
  ///
  /// - Parameter operands: What it reads.
  func recorded(
    _ step: CheckedStep, on operands: [BodyValue],
    _ build: () throws(TypeMismatch) -> BodyValue
  ) throws(TypeMismatch) -> BodyValue {
    try recorded(step, line: step.line, on: operands.compactMap(\.tensor), build)
  }

  private func recorded(
    _ step: CheckedStep?, line: Int, on operands: [Value],
    _ build: () throws(TypeMismatch) -> BodyValue
  ) throws(TypeMismatch) -> BodyValue {
    let outer = builder.graph.origin
    defer { builder.graph.origin = outer }
    builder.graph.origin = Origin(name: builder.path, line: line)
    let place = steps.count
    steps.append(
      BuiltStep(
        scope: builder.scope, line: line, step: step, operands: operands, isCopy: isBuildingCopy))
    let result = try build()
    if describesSteps { steps[place].type = describe(result) }
    steps[place].value = result.tensor
    return result
  }
}
