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
  package let source: SourceText
  package let model: CheckedModel
  package let tables: [DataTable]
  package let facts: DataFacts
  /// Warnings and notes.
  package let diagnostics: [Diagnostic]
}

/// The way of the data, from text to plan: each step is one call.
package enum Driver {
  /// Parses and checks a spec, without its data.
  package static func check(_ source: SourceText) -> CheckResult {
    Checker.check(SyntaxTree.parse(source))
  }

  /// Parses and checks a spec, reads its data, and checks it again with what they say.
  package static func load(
    _ source: SourceText, specFolder: String, options: RunOptions, facts known: DataFacts? = nil
  ) throws(Failure) -> LoadedSpec {
    let tree = SyntaxTree.parse(source)
    let result = Checker.check(tree, facts: known)
    guard let model = result.model else { throw Failure(result.diagnostics) }
    let location = DataLocation(
      specDirectory: specFolder, dataRoot: options.dataRoot, allowsOutside: options.allowsOutside)
    var tables: [DataTable] = []
    var facts = DataFacts()
    var problems: [Diagnostic] = []
    for data in model.dataSets {
      let (table, diagnostics) = DataReader.read(
        data, source: source, location: location, facts: known?.dataSets[data.name])
      problems += diagnostics
      guard let table else { continue }
      tables.append(table)
      facts.dataSets[data.name] = table.facts
    }
    guard tables.count == model.dataSets.count else {
      throw Failure(result.diagnostics + problems)
    }
    let informed = Checker.check(tree, facts: facts)
    guard let model = informed.model else { throw Failure(informed.diagnostics + problems) }
    for (index, data) in model.dataSets.enumerated() {
      tables[index] = tables[index].completed(for: data)
      facts.dataSets[data.name] = tables[index].facts
    }
    return LoadedSpec(
      source: source, model: model.overridden(by: options), tables: tables, facts: facts,
      diagnostics: informed.diagnostics + problems)
  }

  /// Compiles a loaded spec.
  package static func compile(_ spec: LoadedSpec) throws(Failure) -> CompiledModel {
    do {
      return try Compiler.compile(spec.model, facts: spec.facts)
    } catch {
      throw Failure(error.message)
    }
  }

  /// Brings a compiled model into memory.
  package static func session(
    _ compiled: CompiledModel, _ spec: LoadedSpec, options: RunOptions
  ) throws(Failure) -> TrainingSession {
    TrainingSession(
      compiled, tables: spec.tables, threads: options.threads ?? Driver.defaultThreads,
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
