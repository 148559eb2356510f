import MTL
import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLSemantics

/// The layers of a model as a table: a line for each declaration, layer and parameter.
struct LayerTable {
  private let model: CheckedModel
  private let layers: [LayerReport]
  private var table = TextTable(leftColumns: [0, 1, 5])

  init(_ forecast: RunForecast) {
    model = forecast.compiled.model
    layers = forecast.layers
    table.add(["layer", "shape", "parameters", "multiply-adds", "backward", "tasks"])
    for section in LayerSection.all(of: layers, in: model) { add(section) }
    table.add(["in all", ""] + figures(of: layers) + [""])
  }

  /// The lines.
  var lines: [String] { table.lines }

  private mutating func add(_ section: LayerSection) {
    table.add([section.title, ""] + figures(of: section.layers) + [""])
    var copy: String?
    for (layer, others) in section.withoutCopies {
      if layer.isCopy, others > 0, copy != layer.scope[1] {
        copy = layer.scope[1]
        table.add(["  \(layer.scope[1]) and \(others) more, each"])
      }
      add(layer, in: section)
    }
  }

  private mutating func add(_ layer: LayerReport, in section: LayerSection) {
    if let output = layer.output {
      let name = layer.scope.dropFirst().joined(separator: ".")
      table.add(["  \(name)", output] + figures(of: [layer]) + [tasks(of: layer, in: section)])
    }
    for parameter in layer.parameters {
      let name = parameter.name.dropFirst(layer.path.count + 1)
      let shape = parameter.dims.map(\.description).joined(separator: ", ")
      table.add([
        "\(layer.output == nil ? "" : "  ")  \(name)", "[\(shape)]",
        NumberText.grouped(parameter.count),
      ])
    }
  }

  /// Parameters, forward and backward multiply-adds; nothing where there are none.
  private func figures(of layers: [LayerReport]) -> [String] {
    let work = layers.reduce(ProductWork()) { $0 + $1.work }
    let parameters = layers.reduce(0) { $0 + $1.parameterCount }
    return [parameters, work.forward, work.backward].map { $0 == 0 ? "" : NumberText.grouped($0) }
  }

  /// The tasks that a layer serves; families as such where it serves all their members.
  private func tasks(of layer: LayerReport, in section: LayerSection) -> String {
    if layer.tasks.isEmpty { return "none" }
    if layer.tasks == [section.name] { return "its own" }
    if layer.tasks.count == model.tasks.count { return "all" }
    let served = Set(layer.tasks)
    var names: [String] = []
    for task in model.tasks where served.contains(task.name) {
      let isWhole = model.tasks.allSatisfy { $0.family != task.family || served.contains($0.name) }
      let name = isWhole ? task.family ?? task.name : task.name
      if names.last != name { names.append(name) }
    }
    return names.joined(separator: ", ")
  }
}
