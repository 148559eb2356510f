import MTLCatalogue
import MTLCompiler
import MTLData
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource
import MTLSyntax

/// A spec with its data in memory, ready to be compiled.
package struct LoadedSpec: Sendable {
  package let program: Program
  package let model: CheckedModel
  package let tables: [DataTable]
  package let facts: DataFacts
  /// Warnings and notes.
  package let diagnostics: [Diagnostic]

  /// The spec's own text.
  package var source: SourceText { program.sources.main }
}

/// The way of the data, from text to plan: each step is one call.
package enum Driver {
  /// Parses a spec and what it imports.
  ///
  /// - Parameter folder: The folder that the paths of imports are looked up in.
  package static func parse(
    _ source: SourceText, folder: String = ".", options: RunOptions = RunOptions()
  ) -> Program {
    let files = ImportedFiles(folder: folder, allowsOutside: options.allowsOutside)
    return Program.load(SyntaxTree.parse(source), loader: files.load)
  }

  /// Parses and checks a spec, without its data.
  package static func check(
    _ source: SourceText, folder: String = ".", options: RunOptions = RunOptions()
  ) -> CheckResult {
    Checker.check(parse(source, folder: folder, options: options))
  }

  /// Checks a spec; with a folder to look data up in, also against what its files say.
  package static func check(
    _ program: Program, specFolder: String?, options: RunOptions
  ) -> CheckResult {
    let result = Checker.check(program)
    guard let specFolder, let model = result.model else { return result }
    let reader = DataSetReader(
      program: program, options: options, specFolder: specFolder, known: nil)
    let (facts, problems) = reader.inspect(model)
    let informed = Checker.check(program, facts: facts)
    return informed.adding(problems)
  }

  /// Checks a spec against what its files say, and says what its rows are like.
  package static func profile(
    _ program: Program, specFolder: String, options: RunOptions
  ) -> (result: CheckResult, profile: DataProfile) {
    var profile = DataProfile()
    let result = Checker.check(program)
    guard let model = result.model else { return (result, profile) }
    let reader = DataSetReader(
      program: program, options: options, specFolder: specFolder, known: nil)
    let (facts, problems) = reader.inspect(model) { table in
      profile.dataSets[table.name] = table.profile
    }
    return (Checker.check(program, facts: facts).adding(problems), profile)
  }

  /// Parses and checks a spec, reads its data, and checks it again with what they say.
  package static func load(
    _ source: SourceText, specFolder: String, options: RunOptions
  ) throws(Failure) -> LoadedSpec {
    let program = parse(source, folder: specFolder, options: options)
    return try load(program, specFolder: specFolder, options: options)
  }

  /// The same for a spec that has been parsed.
  package static func load(
    _ program: Program, specFolder: String, options: RunOptions, facts known: DataFacts? = nil
  ) throws(Failure) -> LoadedSpec {
    let result = Checker.check(program, facts: known)
    guard let model = result.model else { throw Failure(result.diagnostics) }
    if let pending = model.pending { throw Failure([pending]) }
    let reader = DataSetReader(
      program: program, options: options, specFolder: specFolder, known: known)
    let (tables, facts) = try reader.read(model, findings: result.diagnostics)
    let informed = Checker.check(program, facts: facts)
    guard let model = informed.model else { throw Failure(informed.diagnostics) }
    var spec = LoadedSpec(
      program: program, model: model.overridden(by: options), tables: [], facts: facts,
      diagnostics: informed.diagnostics)
    spec.complete(tables)
    return spec
  }

  /// Compiles a loaded spec.
  ///
  /// - Parameter watchesGradients: Whether the tasks' gradients are to be compared in some steps.
  package static func compile(
    _ spec: LoadedSpec, watchesGradients: Bool = false
  ) throws(Failure) -> CompiledModel {
    do {
      return try Compiler.compile(
        spec.model, facts: spec.facts, watchesGradients: watchesGradients)
    } catch {
      let isForWatching =
        watchesGradients && (try? Compiler.compile(spec.model, facts: spec.facts)) != nil
      throw Failure(
        error.message,
        help: isForWatching ? "`--watch-gradients` asks for them: train without it" : nil)
    }
  }

  /// Brings a compiled model into memory.
  package static func session(
    _ compiled: CompiledModel, _ spec: LoadedSpec, options: RunOptions
  ) throws(Failure) -> TrainingSession {
    TrainingSession(
      compiled, tables: spec.tables, shuffles: options.shuffles,
      threads: options.threads ?? Driver.defaultThreads,
      instructionSet: try instructionSet(options))
  }

  /// The number of threads where none is given.
  package static var defaultThreads: Int { min(max(Processor.count, 1), 8) }

  private static func instructionSet(_ options: RunOptions) throws(Failure) -> InstructionSet {
    guard let name = options.instructionSet else { return .best }
    if let found = InstructionSet.named(name) { return found }
    let known = InstructionSet.available.map { $0.rawValue }.joined(separator: ", ")
    throw Failure(
      "this processor has no instruction set `\(name)`", help: "it has \(known)", isUsage: true)
  }
}

extension LoadedSpec {
  /// Computes the columns that tasks ask for, and takes what was learnt of them.
  fileprivate mutating func complete(_ read: [DataTable]) {
    var facts = facts
    let tables = zip(model.dataSets, read).map { data, table in
      let completed = table.completed(for: data)
      facts.dataSets[data.name] = completed.facts.with(
        header: facts.dataSets[data.name]?.header ?? [])
      return completed
    }
    self = LoadedSpec(
      program: program, model: model, tables: tables, facts: facts, diagnostics: diagnostics)
  }
}

extension CheckedModel {
  /// The model with the settings that the command line overrides.
  func overridden(by options: RunOptions) -> CheckedModel {
    var training = training
    if let seed = options.seed { training.seed = seed }
    if let epochs = options.epochs { training.length = .epochs(epochs) }
    if let steps = options.steps { training.length = .steps(steps) }
    var model = self
    model.training = training
    return model
  }
}
