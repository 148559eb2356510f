import MTL
import MTLFormats
import MTLRuntime
import MTLSource

/// `mtl new`: a first spec, or one guessed from a table.
enum NewCommand: Command {
  static let name = "new"
  static let summary = "Write a first spec, or one guessed from a table"
  static let operands = "[NAME]"
  static let operandCount = 0...1
  static let options: [CommandOption] = [
    .value("from", "TABLE", "guess the spec from a file of comma-separated values"),
    .value("output", "FILE", "write FILE instead of NAME.mtl; `-` is standard output"),
    .flag("force", "replace a file that is there"),
  ]

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    var request = NewSpecRequest()
    request.name = arguments.operands.first
    request.table = arguments.text("from")
    request.output = arguments.text("output")
    if let path = try request.path, !arguments.has("force"), FileSystem.exists(path) {
      throw Failure(
        "`\(path)` exists already", help: "`--force` replaces it, `--output FILE` writes elsewhere")
    }
    let spec = try NewSpec.make(request)
    if let path = spec.path { try write(spec.text, to: path) } else { Terminal.raw(spec.text) }
    Terminal.error(nextSteps(spec))
    return .fine
  }

  private static func write(_ text: String, to path: String) throws(Failure) {
    do {
      try AtomicFile.write(Array(text.utf8), to: path)
    } catch {
      throw Failure(error)
    }
  }

  /// What has been written, and the two commands to go on with.
  private static func nextSteps(_ spec: NewSpec) -> String {
    let root = spec.dataRoot.map { "--data-root \(quoted($0)) " } ?? ""
    let path = quoted(spec.path ?? "FILE.mtl")
    return """
      \(spec.path.map { "wrote \(VisibleText.escaped($0)): " } ?? "")\(spec.summary)
      next: mtl check --data \(root)\(path)
            mtl train \(root)\(path)
      """
  }

  /// A word as a shell reads it whole.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber) || "/._-+=:@%,".contains($0)
    }
    return isPlain
      ? word : "'\(VisibleText.escaped(word).replacing("'", with: "'\\''"))'"
  }
}
