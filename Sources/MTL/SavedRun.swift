import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource
import MTLSyntax

/// What a run's folder says of it: how it was made, and its spec.
struct SavedRun {
  let folder: RunFolder
  let record: RunRecord
  let program: Program
  /// The options of the run, those that are given now before them.
  let options: RunOptions

  /// Reads the record and the spec of a run.
  init(_ path: String, options given: RunOptions) throws(Failure) {
    folder = RunFolder(path: path)
    guard FileSystem.exists(folder.record) else { throw SavedRun.missing(path) }
    record = try RunRecord(folder: folder).lengthened(by: given)
    program = try SavedRun.program(folder, record)
    var options = record.options
    options.dataRoot = given.dataRoot ?? options.dataRoot
    options.allowsOutside = options.allowsOutside || given.allowsOutside
    options.threads = given.threads
    options.instructionSet = given.instructionSet ?? record.instructionSet
    self.options = options
  }

  /// The spec as the run has it, with the files that it imported then.
  private static func program(_ folder: RunFolder, _ record: RunRecord) throws(Failure) -> Program {
    // Under its first name, which is the model's where the spec gives none.
    let source = SourceText(name: record.spec, bytes: try SpecFile.read(folder.spec).bytes)
    return Program.load(SyntaxTree.parse(source)) { path in
      record.imports[path].map { .text(SourceText(name: path, $0)) } ?? .missing
    }
  }

  private static func missing(_ path: String) -> Failure {
    let latest = FilePath.joined(path, "latest")
    let isRoot = FileSystem.exists(RunFolder(path: latest).record)
    return Failure(
      "there is no run `\(path)`",
      help: isRoot
        ? "did you mean `\(latest)`?" : "a run is a folder such as `runs/digits/latest`")
  }
}
