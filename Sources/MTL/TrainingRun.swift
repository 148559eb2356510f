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
    let spec = try Driver.load(source, specFolder: folder, options: options)
    let session = try Driver.session(try Driver.compile(spec), spec, options: options)
    let record = RunRecord(
      spec: written.name, folder: folder, source: source, options: options,
      instructionSet: session.instructionSet.rawValue, facts: spec.facts)
    do {
      let folder = try RunFolder.create(root: options.out, model: spec.model.name)
      try folder.write(spec: source.bytes, record: record.json(seed: spec.model.training.seed))
      return TrainingRun(
        spec: spec, session: session, folder: folder,
        trainer: Trainer(session: session, folder: folder))
    } catch {
      throw Failure(error)
    }
  }

  /// Takes a run up where its last checkpoint stands.
  package static func resume(
    _ path: String, options: RunOptions
  ) throws(Failure) -> TrainingRun {
    let finished = try FinishedRun(path, options: options)
    let trainer = Trainer(session: finished.session, folder: finished.folder)
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

/// The folder of a run with its model in memory: to evaluate, to predict, to go on.
package struct FinishedRun {
  package let folder: RunFolder
  package let record: RunRecord
  package let spec: LoadedSpec
  package let session: TrainingSession

  /// Loads the spec, the record and the data of a run; what `options` say goes before the record.
  package init(_ path: String, options: RunOptions) throws(Failure) {
    guard FileSystem.exists(path) else {
      throw Failure(
        "there is no run `\(path)`", help: "a run is a folder such as `runs/digits/latest`")
    }
    folder = RunFolder(path: path)
    record = try RunRecord(folder: folder).lengthened(by: options)
    var merged = record.options
    merged.dataRoot = options.dataRoot ?? merged.dataRoot
    merged.allowsOutside = merged.allowsOutside || options.allowsOutside
    merged.threads = options.threads
    merged.instructionSet = options.instructionSet ?? record.instructionSet
    let source = try SpecFile.read(folder.spec)
    spec = try Driver.load(
      source, specFolder: record.folder, options: merged, facts: record.facts)
    try FinishedRun.checkDigests(spec, record)
    session = try Driver.session(try Driver.compile(spec), spec, options: merged)
  }

  /// The data have to be those that the run was trained on.
  private static func checkDigests(_ spec: LoadedSpec, _ record: RunRecord) throws(Failure) {
    for (name, facts) in spec.facts.dataSets {
      guard let known = record.facts.dataSets[name], known.digest != facts.digest else { continue }
      throw Failure(
        "the file of `\(name)` is not the one that the run was trained on",
        help: "bring the file back, or train anew")
    }
  }

  /// Writes the record anew, so that the run is gone on with as it stands now.
  func writeRecord() throws(FormatError) {
    try folder.write(
      spec: spec.source.bytes, record: record.json(seed: spec.model.training.seed))
  }

  /// Loads the parameters of the best epoch.
  package func loadBest() throws(Failure) {
    do {
      try session.load(folder.best)
    } catch {
      throw Failure(error)
    }
  }
}
