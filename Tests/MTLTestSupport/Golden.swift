import Foundation

/// Recorded output beside the files of a corpus.
///
/// With `UPDATE_GOLDEN=1` in the environment records are written instead of compared.
package enum Golden {
  /// Whether records are being written.
  package static var isUpdating: Bool {
    ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
  }

  /// Compares a text with the record beside a file; `nil` where they agree, else what differs.
  package static func difference(_ text: String, _ file: CorpusFile, _ ext: String) -> String? {
    let path = file.record(ext)
    if isUpdating {
      let written = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
      return written ? nil : "cannot write \(path)"
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      return "no record \(file.path) -> .\(ext); UPDATE_GOLDEN=1 writes it"
    }
    return difference(text, String(decoding: data, as: UTF8.self))
  }

  /// The first line in which two texts differ; `nil` where they are equal.
  package static func difference(_ actual: String, _ expected: String) -> String? {
    guard actual != expected else { return nil }
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let index = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let line = index ?? min(new.count, old.count)
    let was = line < old.count ? String(old[line]) : "(the end)"
    let now = line < new.count ? String(new[line]) : "(the end)"
    return "line \(line + 1)\n  recorded: \(was)\n  now:      \(now)"
  }

  /// Records below a folder whose file is gone.
  package static func orphans(
    _ corpus: Corpus, _ folder: String, ext: String, of source: String = "mtl"
  ) -> [String] {
    corpus.files(folder, ext: ext).filter {
      !FileManager.default.fileExists(atPath: $0.record(source))
    }.map { $0.path }
  }
}
