import MTLCatalogue
import MTLSemantics

/// One layer of a compiled model: what it gives, what it trains, what it costs and whom it serves.
package struct LayerReport: Sendable {
  /// The declaration, the steps that it stands in, and its own name; a declaration alone for what no
  /// step of it accounts for.
  package let scope: [String]
  /// The one-based line of the spec; 0 where there is none.
  package let line: Int
  /// Whether it belongs to one of several copies of a body.
  package let isCopy: Bool
  /// The type of its result; `nil` where it is no step.
  package let output: String?
  /// Its own parameters, those of layers inside it left out.
  package let parameters: [ParameterSpec]
  /// The multiply-adds of its own products and convolutions.
  package let work: ProductWork
  /// The tasks whose losses depend on it, in the order of the model.
  package let tasks: [String]

  /// The scope joined by points: what its parameters' names begin with.
  package var path: String { scope.joined(separator: ".") }

  /// The number of its own trained numbers.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}

extension CompiledModel {
  /// Every layer, in the order in which they are built, and what belongs to no layer after them.
  package var layers: [LayerReport] {
    let taskNames = model.tasks.map { $0.name }
    let work = ProductWork.byOrigin(training, tasks: taskNames)
    let paths = Set(steps.map(\.path))
    let parameters = Dictionary(grouping: self.parameters) { Self.place(of: $0, among: paths) }
    let reach = TaskReach(training.graph, from: taskNames, to: steps.compactMap(\.value))
    let layers = steps.map { step in
      LayerReport(
        scope: step.scope.names, line: step.line, isCopy: step.isCopy, output: step.type,
        parameters: parameters[step.path] ?? [], work: work[step.path] ?? ProductWork(),
        tasks: step.value.map { reach.tasks(of: $0) } ?? [])
    }
    let rest = Set(parameters.keys).union(work.keys).subtracting(paths).sorted()
    return layers
      + rest.map { name in
        LayerReport(
          scope: [name], line: 0, isCopy: false, output: nil, parameters: parameters[name] ?? [],
          work: work[name] ?? ProductWork(), tasks: [])
      }
  }

  /// The path of the innermost step that a parameter belongs to, else its declaration.
  private static func place(of parameter: ParameterSpec, among paths: Set<String>) -> String {
    var name = parameter.name[...]
    while let point = name.lastIndex(of: ".") {
      name = name[..<point]
      if paths.contains(String(name)) { return String(name) }
    }
    return parameter.owner
  }
}
