import MTLCompiler
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource
import MTLSyntax

/// A run of training, from its spec or from its folder.
package final class TrainingRun {
  package let spec: LoadedSpec
  package let session: TrainingSession
  package let folder: RunFolder
  private let trainer: Trainer

  private init(
    spec: LoadedSpec, session: TrainingSession, folder: RunFolder, trainer: Trainer
  ) {
    self.spec = spec
    self.session = session
    self.folder = folder
    self.trainer = trainer
  }

  /// Checks and compiles a spec and makes the folder of a new run.
  package static func start(_ path: String, options: RunOptions) throws(Failure) -> TrainingRun {
    try start(SpecFile.read(path), folder: SpecFile.folder(of: path), options: options)
  }

  /// The same for a spec in memory, whose data paths are looked up in a folder.
  static func start(
    _ written: SourceText, folder: String, options: RunOptions
  ) throws(Failure) -> TrainingRun {
    let source = SpecFile.replacingWeighting(of: written, with: options.weighting)
    let program = Driver.parse(source, folder: folder, options: options)
    let spec = try Driver.load(program, specFolder: folder, options: options)
    let compiled = try Driver.compile(spec, watchesGradients: options.watchInterval != nil)
    let session = try Driver.session(compiled, spec, options: options)
    // Before the run has a folder: a file of `latest` is that of the run before.
    try initialize(session, spec, options: options)
    let record = RunRecord(
      spec: written.name, folder: folder, program: program, options: options,
      instructionSet: session.instructionSet.rawValue, facts: spec.facts)
    do {
      let folder = try RunFolder.create(root: options.out, model: spec.model.name)
      try folder.write(spec: source.bytes, record: record.json(seed: spec.model.training.seed))
      let trainer = Trainer(
        session: session, folder: folder, recordsSteps: options.recordsSteps,
        watchInterval: options.watchInterval)
      return TrainingRun(spec: spec, session: session, folder: folder, trainer: trainer)
    } catch {
      throw Failure(error)
    }
  }

  /// Sets first values: those of each layer, then those of the files that spec and options name.
  private static func initialize(
    _ session: TrainingSession, _ spec: LoadedSpec, options: RunOptions
  ) throws(Failure) {
    session.initialize()
    try ParameterFiles(spec: spec, options: options).load(into: session)
    do {
      if let path = options.initialParameters { try session.loadParameters(path) }
    } catch {
      throw Failure(error)
    }
  }

  /// Takes a run up where its last checkpoint stands.
  package static func resume(
    _ path: String, options: RunOptions
  ) throws(Failure) -> TrainingRun {
    let finished = try FinishedRun(path, options: options, goesOn: true)
    let recorded = finished.record.options
    let trainer = Trainer(
      session: finished.session, folder: finished.folder, recordsSteps: recorded.recordsSteps,
      watchInterval: recorded.watchInterval)
    do {
      try trainer.resume()
      if options.givesLength { try finished.writeRecord() }
    } catch {
      throw Failure(error)
    }
    return TrainingRun(
      spec: finished.spec, session: finished.session, folder: finished.folder, trainer: trainer)
  }

  /// The steps of the whole run, and those that have been made.
  package var steps: (total: Int, done: Int) { (trainer.totalSteps, trainer.step) }

  /// Trains to the end, or until `shouldStop` says so.
  package func train(
    shouldStop: () -> Bool, report: (Trainer.Event) -> Void
  ) throws(Failure) -> TrainingResult {
    do {
      return try trainer.run(shouldStop: shouldStop, report: report)
    } catch let error as TrainingError {
      throw Failure(error.message, help: error.help)
    } catch let error as FormatError {
      throw Failure(error)
    } catch {
      throw Failure("training cannot go on")
    }
  }
}
