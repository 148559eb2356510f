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
    .flag("check", "change nothing; exit with 1 where a file is not formatted")
  ]

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    var unformatted: [String] = []
    var broken: [Diagnostic] = []
    for path in arguments.operands {
      let source = try SpecFile.read(path)
      let tree = SyntaxTree.parse(source)
      guard let text = Formatter.format(tree) else {
        broken += tree.diagnostics
        continue
      }
      if path == "-", !arguments.has("check") {
        Terminal.raw(text)
      } else if Array(text.utf8) != source.bytes {
        unformatted.append(path)
        if !arguments.has("check") { try write(text, to: path) }
      }
    }
    if !broken.isEmpty { throw Failure(broken) }
    return report(unformatted, isCheck: arguments.has("check"))
  }

  private static func write(_ text: String, to path: String) throws(Failure) {
    do {
      try AtomicFile.write(Array(text.utf8), to: path)
    } catch {
      throw Failure(error)
    }
  }

  private static func report(_ paths: [String], isCheck: Bool) -> ExitCode {
    for path in paths {
      Terminal.error(isCheck ? "\(path) is not formatted" : "formatted \(path)")
    }
    if isCheck, !paths.isEmpty {
      Terminal.error("help: run `mtl fmt \(paths.joined(separator: " "))`")
    }
    return isCheck && !paths.isEmpty ? .inputAtFault : .fine
  }
}
