import MTL
import MTLFormats
import MTLSource
import MTLSyntax

/// `mtl fmt`: the one style of specs.
enum FormatCommand: Command {
  static let name = "fmt"
  static let summary = "Bring specs into the one style there is"
  static let operands = "SPEC..."
  static let operandCount = 1...Int.max
  static let options: [CommandOption] = [
    .flag("check", "change nothing; exit with 1 where a file is not formatted"),
    .flag("diff", "as `--check`, and print what would change"),
  ]

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let changesNothing = arguments.has("check") || arguments.has("diff")
    var unformatted: [String] = []
    var broken: [Diagnostic] = []
    for path in arguments.operands {
      let source = try SpecFile.read(path)
      let tree = SyntaxTree.parse(source)
      guard let text = Formatter.format(tree) else {
        broken += tree.diagnostics
        continue
      }
      let isFormatted = Array(text.utf8) == source.bytes
      if changesNothing || path != "-", !isFormatted { unformatted.append(path) }
      if !changesNothing {
        try put(text, to: path, isFormatted: isFormatted)
      } else if arguments.has("diff") {
        Terminal.raw(UnifiedDiff.text(from: source.bytes, to: Array(text.utf8), path: source.name))
      }
    }
    let code = report(unformatted, isCheck: changesNothing)
    if !broken.isEmpty { throw Failure(broken) }
    return code
  }

  /// Puts a formatted text in its place: the file that it comes from, or standard output.
  private static func put(
    _ text: String, to path: String, isFormatted: Bool
  ) throws(Failure) {
    if path == "-" { return Terminal.raw(text) }
    if isFormatted { return }
    do {
      try AtomicFile.write(Array(text.utf8), to: path)
    } catch {
      throw Failure(error)
    }
  }

  private static func report(_ paths: [String], isCheck: Bool) -> ExitCode {
    for path in paths {
      let path = path == "-" ? "<stdin>" : path
      Terminal.error(isCheck ? "\(path) is not formatted" : "formatted \(path)")
    }
    let files = paths.filter { $0 != "-" }
    if isCheck, !files.isEmpty {
      Terminal.error("help: run `mtl fmt \(files.joined(separator: " "))`")
    }
    return isCheck && !paths.isEmpty ? .inputAtFault : .fine
  }
}
