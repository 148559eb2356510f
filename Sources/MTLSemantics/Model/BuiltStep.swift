import MTLCatalogue
import MTLGraph

/// A step as it has been built into a graph.
package struct BuiltStep: Sendable {
  /// The declaration, the steps that it stands in, and its own name: its parameters begin with them.
  package let scope: BuilderScope
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

  /// The places of the parameters that it has brought, those of the steps inside it among them.
  package fileprivate(set) var parameters: Range<Int>

  /// The scope as the graph's origins have it.
  package var path: String { scope.path }
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
    _ step: CheckedStep, on operands: [Value],
    _ build: () throws(TypeMismatch) -> BodyValue
  ) throws(TypeMismatch) -> BodyValue {
    try recorded(step, line: step.line, on: operands, build)
  }

  private func recorded(
    _ step: CheckedStep?, line: Int, on operands: [Value],
    _ build: () throws(TypeMismatch) -> BodyValue
  ) throws(TypeMismatch) -> BodyValue {
    let outer = builder.graph.origin
    defer { builder.graph.origin = outer }
    builder.graph.origin = Origin(name: builder.scope.path, line: line)
    let place = steps.count
    let count = builder.parameters.count
    steps.append(
      BuiltStep(
        scope: builder.scope, line: line, step: step, operands: operands, isCopy: isBuildingCopy,
        parameters: count..<count))
    let result = try build()
    steps[place].parameters = count..<builder.parameters.count
    if describesSteps { steps[place].type = describe(result) }
    steps[place].value = result.tensor
    return result
  }
}
