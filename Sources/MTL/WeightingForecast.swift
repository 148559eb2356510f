import MTLCatalogue
import MTLCompiler
import MTLData
import MTLSemantics

/// What the weighting of a model costs, beside the plain sum of the losses.
package struct WeightingForecast: Sendable {
  /// The multiply-adds of a row on the way back, with the weighting and with the plain sum.
  package let backward: Comparison
  /// The floating-point operations of a full step.
  package let operations: Comparison
  /// The bytes of intermediate values of a training step.
  package let arena: Comparison
  /// The numbers that the weighting keeps.
  package let memory: WeightingMemory
  /// Whether a stage of it works on the tasks' gradients.
  package let comparesGradients: Bool
  /// Whether the optimizer moves what tasks share for each task apart.
  package let movesApart: Bool
  /// The tasks whose weights are looked for from the inner products of their gradients; `nil` where there
  /// is no such search.
  package let solverTasks: Int?
  /// The multiply-adds of a row on the way back through what several tasks share, once.
  package let sharedBackward: Int

  /// A figure with the weighting and with the plain sum.
  package struct Comparison: Equatable, Sendable {
    package let weighted: Int
    package let plain: Int

    /// What the weighting adds.
    package var extra: Int { weighted - plain }
  }

  /// Compiles the model with the plain sum and compares.
  init(_ compiled: CompiledModel, _ spec: LoadedSpec) throws(Failure) {
    let model = compiled.model
    let plain: CompiledModel
    do {
      plain =
        model.hasPlainSum
        ? compiled : try Compiler.compile(model.withPlainSum, facts: spec.facts)
    } catch {
      throw Failure(error.message)
    }
    let (layers, plainLayers) = (compiled.layers, plain.layers)
    backward = Comparison(weighted: layers.backward, plain: plainLayers.backward)
    sharedBackward = plainLayers.filter { $0.tasks.count > 1 }.backward
    let training = spec.tables.map { $0.rows(of: .train).count }
    let rows = compiled.rowsOfStep(trainingRows: training)
    operations = Comparison(
      weighted: compiled.training.plan.operations(rowCounts: rows),
      plain: plain.training.plan.operations(rowCounts: rows))
    arena = Comparison(
      weighted: MemoryReport(compiled).trainingArena, plain: MemoryReport(plain).trainingArena)
    comparesGradients = model.gradientWeighting != nil
    movesApart = model.gradientWeighting is any UpdateWeighting
    solverTasks = compiled.training.comparesGradients ? model.tasks.count : nil
    memory = Self.memory(of: compiled)
  }

  /// The parameters and states of the weighting's scope.
  private static func memory(of compiled: CompiledModel) -> WeightingMemory {
    let scope = GraphName.weighting + "."
    return WeightingMemory(
      trained: compiled.parameters.filter { !$0.decays }.reduce(0) { $0 + $1.count },
      state: compiled.states.filter { $0.name.hasPrefix(scope) }.reduce(0) { $0 + $1.count })
  }
}

extension [LayerReport] {
  /// The multiply-adds of a row on the way back.
  fileprivate var backward: Int { reduce(0) { $0 + $1.work.backward } }
}
