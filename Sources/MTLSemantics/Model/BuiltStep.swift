import MTLCatalogue
import MTLGraph

/// A step as it has been built into a graph.
package struct BuiltStep: Sendable {
  /// The declaration, the steps that it stands in, and its own name: its parameters begin with them.
  package let scope: [String]
  /// The one-based line of the spec; 0 for what no line writes, such as a task's gate.
  package let line: Int
  /// Whether it belongs to one of several copies of a body.
  package let isCopy: Bool
  /// The graph's value of its end; `nil` for columns that no step has made numbers of.
  package fileprivate(set) var value: Value?
  /// The type of its end, as the language writes it.
  package fileprivate(set) var type = ""

  /// The scope as the graph's origins have it.
  package var path: String { scope.joined(separator: ".") }
}

extension ModelAssembly {
  /// Builds what stands at the builder's scope as a step: its nodes have it as their origin.
  func recorded(
    line: Int, _ build: () throws(TypeMismatch) -> BodyValue
  ) throws(TypeMismatch) -> BodyValue {
    let outer = builder.graph.origin
    defer { builder.graph.origin = outer }
    builder.graph.origin = Origin(name: builder.path, line: line)
    let place = steps.count
    steps.append(BuiltStep(scope: builder.scope, line: line, isCopy: isBuildingCopy))
    let result = try build()
    steps[place].type = describe(result)
    switch result {
    case .tensor(let value, _), .tokens(let value, _): steps[place].value = value
    case .record: break
    }
    return result
  }
}
