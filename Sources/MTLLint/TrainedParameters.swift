import MTLCatalogue
import MTLGraph
import MTLSemantics

/// Which values have parameters before them that training moves.
package struct TrainedParameters: Sendable {
  /// The value of each parameter that training moves, by the declaration that it belongs to.
  package private(set) var byOwner: [String: [Value]] = [:]
  /// Whether a gradient of a value moves some parameter.
  private var moves: [Bool]
  /// Whether a value is made of a parameter that begins at random.
  private var isFresh: [Bool]

  /// None at all.
  init() { (moves, isFresh) = ([], []) }

  init(_ spec: LintedSpec) {
    let outline = spec.outline
    moves = Array(repeating: false, count: outline.count)
    isFresh = moves
    let hasSettings = !spec.model.parameterSettings.isEmpty
    var (owner, values) = ("", [Value]())
    for (parameter, value) in zip(spec.built.parameters, spec.built.valuesOfParameters) {
      if parameter.owner != owner {
        add(values, of: owner)
        (owner, values) = (parameter.owner, [])
      }
      isFresh[value.index] = true
      moves[value.index] = !parameter.isFrozen
      if hasSettings, let settings = spec.model.settings(ofParameter: parameter.name) {
        isFresh[value.index] = settings.source == nil
        moves[value.index] = moves[value.index] && settings.freeze != .always
      }
      if moves[value.index] { values.append(value) }
    }
    add(values, of: owner)
    var (moves, isFresh) = (self.moves, self.isFresh)
    outline.forEachOperand { place, operand in
      if isFresh[operand] { isFresh[place] = true }
      if moves[operand], !outline.stopsGradients[place] { moves[place] = true }
    }
    (self.moves, self.isFresh) = (moves, isFresh)
  }

  private mutating func add(_ values: [Value], of owner: String) {
    if !values.isEmpty { byOwner[owner, default: []] += values }
  }

  /// Whether a gradient of a value moves some parameter.
  package func areMoved(by value: Value) -> Bool { moves[value.index] }

  /// Whether a value is made of a parameter that begins at random, rather than as another run has left it.
  package func isMadeOfFresh(_ value: Value) -> Bool { isFresh[value.index] }
}

extension BuiltModel {
  /// The values that a task's losses read.
  func ends(of task: CheckedTask) -> [Value] {
    task.losses.compactMap { loss in
      ends[loss.prediction.map { "\(task.name).\($0)" } ?? task.name]
    }
  }
}

extension LintedSpec {

  /// Whether all layers have been built as they are trained: none stands for what is not known yet.
  package var isWhollyBuilt: Bool {
    model.pending == nil && model.dataSets.allSatisfy { $0.openColumns == nil }
  }
}
