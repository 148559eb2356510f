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
    for (parameter, value) in zip(spec.built.parameters, spec.built.valuesOfParameters) {
      let settings =
        spec.model.parameterSettings.isEmpty
        ? nil : spec.model.settings(ofParameter: parameter.name)
      isFresh[value.index] = settings?.source == nil
      moves[value.index] = !parameter.isFrozen && settings?.freeze != .always
      if moves[value.index] { byOwner[parameter.owner, default: []].append(value) }
    }
    for index in 0..<outline.count {
      for operand in outline.operands(of: index) {
        if isFresh[Int(operand)] { isFresh[index] = true }
        if moves[Int(operand)], !outline.stopsGradients[index] { moves[index] = true }
      }
    }
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
