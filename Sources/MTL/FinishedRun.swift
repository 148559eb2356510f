import MTLCompiler
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource

/// The folder of a run with its model and its data in memory: to evaluate, to go on.
package struct FinishedRun {
  package let folder: RunFolder
  package let record: RunRecord
  package let spec: LoadedSpec
  package let session: TrainingSession

  /// Loads the spec, the record and the data of a run; what `options` say goes before the record.
  ///
  /// - Parameter goesOn: Whether it is to be trained further.
  package init(_ path: String, options: RunOptions, goesOn: Bool = false) throws(Failure) {
    let saved = try SavedRun(path, options: options)
    folder = saved.folder
    record = saved.record
    spec = try Driver.load(
      saved.program, specFolder: record.folder, options: saved.options, facts: record.facts)
    try FinishedRun.checkDigests(spec, record)
    let compiled = try Driver.compile(
      spec, watchesGradients: goesOn && saved.options.watchInterval != nil)
    session = try Driver.session(compiled, spec, options: saved.options)
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
