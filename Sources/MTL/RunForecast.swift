import MTLCatalogue
import MTLCompiler
import MTLData
import MTLRuntime
import MTLSemantics

/// What a spec would train, before any of it is trained.
package struct RunForecast: Sendable {
  package let spec: LoadedSpec
  package let compiled: CompiledModel
  package let length: RunLength
  package let memory: MemoryReport
  /// Every layer with its shapes, parameters and work.
  package let layers: [LayerReport]
  /// What the weighting costs.
  package let weighting: WeightingForecast

  /// Checks and compiles a spec as training does, and makes no run of it.
  package init(_ path: String, options: RunOptions) throws(Failure) {
    let source = SpecFile.replacingWeighting(
      of: try SpecFile.read(path), with: options.weighting)
    spec = try Driver.load(source, specFolder: SpecFile.folder(of: path), options: options)
    compiled = try Driver.compile(spec)
    length = RunLength(spec.model.training, tables: spec.tables)
    memory = MemoryReport(compiled)
    layers = compiled.layers
    weighting = try WeightingForecast(compiled, spec)
  }

  /// The multiply-adds of all layers, for one row.
  package var work: ProductWork { layers.reduce(ProductWork()) { $0 + $1.work } }

  /// The floating-point operations of a full training step, elementwise ones too.
  package var operationsPerStep: Int { weighting.operations.weighted }

  /// Times a few training steps of the model on this machine.
  package func estimate(options: RunOptions) throws(Failure) -> TimeEstimate {
    let session = try Driver.session(compiled, spec, options: options)
    return TimeEstimate.measure(
      session, length: length, threads: options.threads ?? Driver.defaultThreads)
  }
}
