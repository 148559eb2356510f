import MTLCatalogue
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource

/// The files that the `parameters` declarations of a spec name: under the root of runs.
struct ParameterFiles {
  let spec: LoadedSpec
  let options: RunOptions

  /// Sets the parameters of each declaration that names a file.
  func load(into session: TrainingSession) throws(Failure) {
    for settings in spec.model.parameterSettings {
      guard let source = settings.source else { continue }
      let file = try file(source.path, settings)
      do {
        try session.loadParameters(file, of: settings)
      } catch {
        throw Failure([
          Diagnostic(
            .fileUnreadable,
            "the parameters of `\(settings.path)` cannot be taken from "
              + "\(FormatError.quotePath(source.path)): \(error.message)",
            at: spec.program.sources.label(settings.range))
        ])
      }
    }
  }

  private func file(_ path: String, _ settings: ParameterSettings) throws(Failure) -> String {
    let shown = FilePath.joined(options.out, path)
    let place = spec.program.sources.label(settings.range)
    guard let real = FilePath.resolved(shown) else {
      throw Failure([
        Diagnostic(
          .fileMissing, "the file of parameters \(FormatError.quotePath(shown)) does not exist",
          at: place,
          helps: [.init("the path is looked up under the root of runs; `--out DIR` names another")])
      ])
    }
    let root = FilePath.resolved(options.out) ?? options.out
    guard options.allowsOutside || FilePath.isInside(real, folder: root) else {
      throw Failure([
        Diagnostic(
          .pathOutside,
          "the file of parameters \(FormatError.quotePath(shown)) lies outside the root of runs",
          at: place, helps: [.init("move it there, or give `--allow-outside`")])
      ])
    }
    return real
  }
}
