import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLSemantics

/// The layers of one declaration, or of each of several members of a family that are alike.
struct LayerSection {
  let title: String
  /// The declaration; of several, the first.
  let name: String
  let layers: [LayerReport]

  /// The sections of a model: its declarations in order, then what belongs to none of them.
  static func all(of layers: [LayerReport], in model: CheckedModel) -> [LayerSection] {
    let layers = Dictionary(grouping: layers) { $0.scope[0] }
    let rest = Set(layers.keys).subtracting(model.bodyOrder).sorted()
    return runs(of: model.bodyOrder + rest, layers, in: model).map { name, others in
      LayerSection(
        title: title(of: name, others: others, in: model), name: name, layers: layers[name] ?? [])
    }
  }

  /// The names, each with the number of those after it that are left out as its likes.
  private static func runs(
    of names: [String], _ layers: [String: [LayerReport]], in model: CheckedModel
  ) -> [(name: String, others: Int)] {
    var runs: [(name: String, others: Int)] = []
    for name in names {
      if let last = runs.last, let family = model.task(name)?.family,
        model.task(last.name)?.family == family,
        layers[name]?.map(\.figures) == layers[last.name]?.map(\.figures)
      {
        runs[runs.count - 1].others += 1
      } else {
        runs.append((name, 0))
      }
    }
    return runs
  }

  private static func title(of name: String, others: Int, in model: CheckedModel) -> String {
    guard let task = model.task(name) else {
      return model.shared.contains { $0.name == name } ? "shared \(name)" : name
    }
    let title = "\(task.isAuxiliary ? "auxiliary task" : "task") \(name)"
    return others > 0 ? "\(title) and \(others) more, each" : title
  }

  // MARK: Copies

  /// The layers with each run of like copies of a body as its first one, and how many more there are.
  var withoutCopies: [(layer: LayerReport, others: Int)] {
    let copies = Dictionary(grouping: layers.filter(\.isCopy)) { $0.scope[1] }
    let first = layers.first { $0.isCopy }?.scope[1]
    let isAlike = Set(copies.values.map { $0.map { $0.figures.inside } }).count == 1
    guard let first, isAlike else { return layers.map { ($0, 0) } }
    return layers.filter { !$0.isCopy || $0.scope[1] == first }.map {
      ($0, $0.isCopy ? copies.count - 1 : 0)
    }
  }
}

/// What makes the layers of two members of a family, or of two copies of a body, alike.
struct LayerFigures: Hashable {
  /// The names after the declaration's.
  let scope: [String]
  let output: String?
  let parameters: [[Dim]]
  let work: ProductWork
  let taskCount: Int

  /// The same without the name of the copy.
  var inside: LayerFigures {
    LayerFigures(
      scope: Array(scope.dropFirst()), output: output, parameters: parameters, work: work,
      taskCount: taskCount)
  }
}

extension LayerReport {
  /// What is compared with others.
  var figures: LayerFigures {
    LayerFigures(
      scope: Array(scope.dropFirst()), output: output, parameters: parameters.map(\.dims),
      work: work, taskCount: tasks.count)
  }
}

extension CheckedModel {
  /// The task of a name.
  fileprivate func task(_ name: String) -> CheckedTask? { tasks.first { $0.name == name } }
}
