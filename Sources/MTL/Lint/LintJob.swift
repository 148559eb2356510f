import Dispatch
import MTLFormats
import MTLLint
import MTLSource
import MTLSyntax
import Synchronization

/// What the command line says of lint, beside the configuration files.
package struct LintOptions: Sendable {
  /// What edits are made.
  package enum Fixing: Sendable {
    case none
    case safe
    case unsafe
  }

  /// Instead of the configuration's `select`.
  package var select: [RuleSelector]?
  package var extendSelect: [RuleSelector] = []
  package var ignore: [RuleSelector] = []
  package var usesPreview = false
  package var configuration: String?
  package var isIsolated = false
  package var fixing = Fixing.none
  /// Whether edits are shown and not made, so that standard input has them too.
  package var showsEdits = false
  package var readsData = false
  /// What standard input is called.
  package var standardInputName: String?
  /// Whether files that are named one by one may be passed over too.
  package var excludesNamedFiles = false
  package var run = RunOptions()

  package init() {}
}

/// One spec that has been linted.
package struct LintedFile: Sendable {
  /// Its path as it was given or found.
  package let path: String
  /// As it was read.
  package let original: SourceText
  /// With the edits made that were asked for.
  package let text: SourceText
  package let result: LintResult
  /// The number of findings whose edits have been made.
  package let fixed: Int
  /// From which severity on its findings make lint fail.
  package let failsOn: Diagnostic.Severity?

  /// Whether an edit has been made.
  package var isChanged: Bool { original.bytes != text.bytes }

  /// The spec with a comment for each of its findings.
  package var hidingFindings: LintedFile {
    let tree = SyntaxTree.parse(text)
    return LintedFile(
      path: path, original: original,
      text: SuppressionWriter.hiding(result.diagnostics, in: tree), result: result, fixed: 0,
      failsOn: failsOn)
  }
}

/// Lints many specs, several at a time.
package enum LintJob {
  /// The specs that operands mean, linted, in the order of their paths, why others could not be read, and the
  /// links that lead out of their folder and are not followed.
  package static func run(
    _ operands: [String], _ options: LintOptions
  ) throws(Failure) -> (files: [LintedFile], failures: [Failure], links: [String]) {
    var configurations = ConfigurationFiles(
      path: options.configuration, isIsolated: options.isIsolated)
    let named = Set(operands.map { FilePath.plain($0) })
    // What holds for a folder holds for its files, unless a file has ignores of its own.
    var runs: [String: LintRun] = [:]
    var work: [(path: String, run: LintRun, failsOn: Diagnostic.Severity?)] = []
    let (paths, links) = try LintFiles.find(operands, allowsOutside: options.run.allowsOutside)
    for path in paths {
      let shown = path == "-" ? options.standardInputName ?? "<stdin>" : path
      let folder =
        path == "-" && options.standardInputName == nil ? "." : SpecFile.folder(of: shown)
      let found = try configurations.found(for: folder)
      let home = configurations.absolute(folder: SpecFile.folder(of: shown))
      let name = shown.split(separator: "/").last.map(String.init) ?? shown
      let relative = found.path(of: FilePath.joined(home, name))
      let isOwnWish = named.contains(FilePath.plain(path)) && !options.excludesNamedFiles
      guard isOwnWish || !found.configuration.excludes(relative) else { continue }
      let run: LintRun
      if let known = runs[folder], found.configuration.ignoresByFile.isEmpty {
        run = known
      } else {
        run = LintRun(found.configuration, path: relative, options)
        runs[folder] = run
      }
      work.append((path, run, found.configuration.failsOn))
    }
    let (files, failures) = lint(work, options)
    return (files, failures, links)
  }

  private static func lint(
    _ work: [(path: String, run: LintRun, failsOn: Diagnostic.Severity?)], _ options: LintOptions
  ) -> (files: [LintedFile], failures: [Failure]) {
    let outcomes = Mutex<[Swift.Result<LintedFile, Failure>?]>(
      Array(repeating: nil, count: work.count))
    DispatchQueue.concurrentPerform(iterations: work.count) { place in
      let (path, run, failsOn) = work[place]
      let outcome = Swift.Result { () throws(Failure) in
        try lint(path, run, failsOn, options)
      }
      outcomes.withLock { $0[place] = outcome }
    }
    var (files, failures): ([LintedFile], [Failure]) = ([], [])
    for outcome in outcomes.withLock({ $0 }) {
      switch outcome {
      case .success(let file): files.append(file)
      case .failure(let failure): failures.append(failure)
      case nil: break
      }
    }
    return (files, failures)
  }

  private static func lint(
    _ path: String, _ run: LintRun, _ failsOn: Diagnostic.Severity?, _ options: LintOptions
  ) throws(Failure) -> LintedFile {
    var source = try SpecFile.read(path)
    if path == "-", let name = options.standardInputName {
      source = SourceText(name: name, bytes: source.bytes)
    }
    let folder = SpecFile.folder(of: source.name == "<stdin>" ? "./-" : source.name)
    guard options.fixing != .none, path != "-" || options.showsEdits else {
      return LintedFile(
        path: path, original: source, text: source, result: run.lint(source, folder: folder),
        fixed: 0, failsOn: failsOn)
    }
    let (text, result, applied) = run.fix(
      source, folder: folder, allowsUnsafe: options.fixing == .unsafe)
    return LintedFile(
      path: path, original: source, text: text, result: result, fixed: applied, failsOn: failsOn)
  }
}

extension LintRun {
  /// What a configuration says of a file, and the command line on top of it.
  fileprivate init(_ configuration: LintConfiguration, path: String, _ options: LintOptions) {
    var configuration = configuration
    // What the command line asks for is looked for, though the configuration ignores the very same.
    configuration.settings.ignore.removeAll { ignored in
      options.select?.contains { $0.means(ignored) } ?? false
    }
    var settings = configuration.settings(for: path)
    if let select = options.select { settings.select = select }
    settings.select += options.extendSelect
    settings.ignore += options.ignore
    settings.usesPreview = settings.usesPreview || options.usesPreview
    self.init(settings: settings, readsData: options.readsData, options: options.run)
  }
}
