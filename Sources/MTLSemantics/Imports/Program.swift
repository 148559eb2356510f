import MTLSource
import MTLSyntax

/// A spec with all that it imports: what the checker works on.
package struct Program: Sendable {
  /// The spec's own declarations, and those that it imports under the names that they have here.
  package let declarations: [Declaration]
  package let sources: SourceMap
  /// What the lexer, the parser and the imports have to say.
  package let diagnostics: [Diagnostic]
  /// The names of what comes along with an import, and that the spec cannot write.
  let unseen: Set<String>
  /// What imported declarations are called in the files that declare them, by their names here.
  let originalNames: [String: String]
  /// Names whose import has failed, so that their uses are not reported again.
  let lostNames: Set<String>
  /// The path of each text from the spec's folder; empty for the spec's own.
  private let paths: [String]

  /// A spec that imports nothing; what it does import cannot be found.
  package init(_ tree: SyntaxTree) { self = Program.load(tree) { _ in .missing } }

  /// A spec and what it imports.
  ///
  /// - Parameter loader: Gives the text of a file by its path from the spec's folder.
  package static func load(_ tree: SyntaxTree, loader: @escaping SourceLoader) -> Program {
    var resolver = ImportResolver(tree, loader: loader)
    return resolver.resolve()
  }

  init(
    declarations: [Declaration], sources: SourceMap, diagnostics: [Diagnostic],
    unseen: Set<String>, originalNames: [String: String], lostNames: Set<String>, paths: [String]
  ) {
    self.declarations = declarations
    self.sources = sources
    self.diagnostics = diagnostics
    self.unseen = unseen
    self.originalNames = originalNames
    self.lostNames = lostNames
    self.paths = paths
  }

  /// The folder of the file that a range is of, from that of the spec.
  func folder(of range: SourceRange) -> String {
    SourcePath.folder(of: paths[sources.index(of: range.start)])
  }

  /// Whether a range is of the spec's own text.
  func isOwn(_ range: SourceRange) -> Bool { sources.index(of: range.start) == 0 }

  /// Whether all declarations are of kinds that other files can import, and there is one.
  var isForImport: Bool {
    !declarations.isEmpty && declarations.allSatisfy { $0.name != nil || $0.isImport }
  }

  /// Whether an error has been found in a part of the spec's own text before any checking.
  func hasErrors(in range: SourceRange) -> Bool {
    guard isOwn(range) else { return false }
    return diagnostics.contains {
      $0.severity == .error && $0.primary.source === sources.main
        && range.start <= $0.primary.range.start && $0.primary.range.start < range.end
    }
  }

  /// Whether an error has been found before any checking.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// The imported files with their paths from the spec's folder.
  package var imports: [(path: String, text: SourceText)] {
    Array(zip(paths, sources.texts).dropFirst())
  }
}

/// What a loader of sources finds.
package enum LoadedSource: Sendable {
  case text(SourceText)
  case missing
  /// The path leads where the spec may not read.
  case outside
  /// The file is there and cannot be read, and why.
  case unreadable(String)
}

/// Gives the text of an imported file by its path from the spec's folder.
package typealias SourceLoader = (_ path: String) -> LoadedSource
