import MTLFormats
import MTLSource

/// Writes specs back whose edits have been made.
package enum LintFileWriter {
  /// Writes every changed file in one go, each whole or not at all; standard input is left to the caller.
  package static func write(_ files: [LintedFile]) throws(Failure) {
    for file in files where file.isChanged && file.path != "-" {
      do {
        try AtomicFile.write(file.text.bytes, to: file.path)
      } catch {
        throw Failure(error)
      }
    }
  }
}
