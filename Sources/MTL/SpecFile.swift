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
  ///
  /// - Parameter option: The option of the command line that says so, for messages.
  package static func replacingWeighting(
    of source: SourceText, with weighting: String?, option: String = "--weighting"
  ) -> SourceText {
    guard let weighting else { return source }
    let line = Array("weighting \(weighting)".utf8)
    let (before, after) = aroundWeighting(of: source)
    return SourceText(
      name: source.name, bytes: before + line + after,
      override: .init(
        option: option, range: SourceRange(before.count, before.count + line.count)))
  }

  /// What stands before the weighting of a spec and what behind it; a spec without one takes it at its end.
  private static func aroundWeighting(of source: SourceText) -> (before: [UInt8], after: [UInt8]) {
    for declaration in SyntaxTree.parse(source).declarations {
      guard case .weighting(_, let keyword) = declaration.kind else { continue }
      return (
        Array(source.bytes[..<keyword.start]), Array(source.bytes[declaration.range.end...])
      )
    }
    return (source.bytes + [0x0A], [0x0A])
  }
}
