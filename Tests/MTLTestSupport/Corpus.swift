import Foundation
package import MTLSource

/// A folder of small source files that a suite runs over.
package struct Corpus: Sendable {
  /// The folder's path.
  package let root: String

  /// The corpus beside a test's source file, in its `Corpus` folder or another one.
  package init(besideFile file: String, folder: String = "Corpus") {
    let directory = URL(fileURLWithPath: file).deletingLastPathComponent()
    root = directory.appendingPathComponent(folder).standardizedFileURL.path
  }

  /// The files below a folder with an extension, in the order of their paths.
  package func files(_ folder: String = "", ext: String = "mtl") -> [CorpusFile] {
    let base = folder.isEmpty ? root : root + "/" + folder
    let names = FileManager.default.enumerator(atPath: base)?.allObjects ?? []
    let paths = names.compactMap { $0 as? String }.filter { $0.hasSuffix("." + ext) }.sorted()
    return paths.map { CorpusFile(root: root, path: folder.isEmpty ? $0 : folder + "/" + $0) }
  }
}

/// One file of a corpus; its path in the corpus is its name in tests and in messages.
package struct CorpusFile: Sendable, CustomStringConvertible {
  /// The corpus's folder.
  package let root: String
  /// The file's path in that folder.
  package let path: String

  /// A file, or the place of records, in a corpus's folder.
  package init(root: String, path: String) {
    self.root = root
    self.path = path
  }

  /// The path, as a test's case is called.
  package var description: String { path }

  /// The file's path in the file system.
  package var fullPath: String { root + "/" + path }

  /// The folder that the file lies in.
  package var folder: String { (fullPath as NSString).deletingLastPathComponent }

  /// The file's bytes; none where it cannot be read.
  package var bytes: [UInt8] {
    FileManager.default.contents(atPath: fullPath).map { Array($0) } ?? []
  }

  /// The file as a source text that is called by its path in the corpus.
  package var source: SourceText { SourceText(name: path, bytes: bytes) }

  /// The path of the record beside it with another extension.
  package func record(_ ext: String) -> String {
    (fullPath as NSString).deletingPathExtension + "." + ext
  }
}
