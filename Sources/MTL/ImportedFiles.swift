import MTLFormats
import MTLSemantics
import MTLSource

/// Where imported files are looked up: in the folder of the spec that the command names.
struct ImportedFiles {
  let folder: String
  /// Whether paths may lead outside the folder.
  let allowsOutside: Bool

  /// The most bytes that are read of a file; the lexer's own limit is lower and has a diagnostic.
  private static let sizeLimit = 16 << 20

  /// The text of a file by its path from the folder.
  func load(_ path: String) -> LoadedSource {
    let shown = folder == "." || path.hasPrefix("/") ? path : FilePath.joined(folder, path)
    let real = FilePath.resolved(shown)
    if !allowsOutside {
      let root = FilePath.resolved(folder) ?? folder
      let isOutside =
        real.map { !FilePath.isInside($0, folder: root) }
        ?? (path.hasPrefix("/") || FilePath.climbsOut(path))
      if isOutside { return .outside }
    }
    guard let real else { return .missing }
    guard !FilePath.isPipe(real) else { return .unreadable("it is a pipe, not a file") }
    do {
      let bytes = try FileBytes.read(real, limit: ImportedFiles.sizeLimit)
      return .text(SourceText(name: shown, bytes: bytes))
    } catch {
      return .unreadable(error.message)
    }
  }
}
