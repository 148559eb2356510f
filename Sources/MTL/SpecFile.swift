import MTLFormats
import MTLSource
import MTLSyntax

/// Where specs come from: files, standard input, and files with parts overridden.
package enum SpecFile {
  /// The most bytes that are read of a spec; the lexer's own limit is lower and has a diagnostic.
  private static let sizeLimit = 16 << 20

  /// Reads a spec; `-` is standard input.
  package static func read(_ path: String) throws(Failure) -> SourceText {
    do {
      if path == "-" {
        return SourceText(
          name: "<stdin>", bytes: try FileBytes.read("/dev/stdin", limit: sizeLimit))
      }
      return SourceText(name: path, bytes: try FileBytes.read(path, limit: sizeLimit))
    } catch {
      throw Failure(error)
    }
  }

  /// The folder that a spec lies in.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The spec with another weighting, as if it had been written so.
  package static func replacingWeighting(
    of source: SourceText, with weighting: String?
  ) -> SourceText {
    guard let weighting else { return source }
    let line = Array("weighting \(weighting)".utf8)
    for declaration in SyntaxTree.parse(source).declarations {
      guard case .weighting(_, let keyword) = declaration.kind else { continue }
      let bytes =
        source.bytes[..<keyword.start] + line + source.bytes[declaration.range.end...]
      return SourceText(name: source.name, bytes: Array(bytes))
    }
    return SourceText(name: source.name, bytes: source.bytes + Array("\n".utf8) + line + [0x0A])
  }
}
