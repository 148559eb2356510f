import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource
import MTLSyntax

/// A spec that checks, as rules see it.
package struct LintedSpec: Sendable {
  /// The spec's own text as a tree; ranges of its declarations are those of the sources.
  package let tree: SyntaxTree
  package let program: Program
  package let model: CheckedModel
  package let built: BuiltModel
  /// The uses of entries of the catalogue, with the values of their arguments.
  package let uses: [EntryUse]
  private let usesByKind: [(kind: EntryKind, uses: [EntryUse])]
  /// The values that the losses of each task read.
  let ends: [[Value]]
  /// What each value is computed from.
  package let outline: GraphOutline
  /// The layers and how values flow through them.
  package let flow: LayerFlow
  /// The names that declarations refer to.
  package let names: NameReferences
  /// The blocks of settings, such as `train`.
  private let settings: [Declaration.Settings]
  /// The lines of its tasks.
  package let taskLines: TaskLines
  /// What several rules ask for, found once.
  private(set) var facts: Facts
  /// What the data say, with `--data`; for rules that need them.
  package let data: DataProfile?

  /// A spec that has been checked; `nil` where it has an error.
  package init?(_ tree: SyntaxTree, _ program: Program, _ result: CheckResult, data: DataProfile?) {
    guard let model = result.model else { return nil }
    self.tree = tree
    self.program = program
    self.model = model
    self.data = data
    built = result.built
    uses = result.uses
    outline = GraphOutline(result.built.graph)
    ends = model.tasks.map { result.built.ends(of: $0) }
    flow = LayerFlow(result.built, ends, outline)
    usesByKind = LintedSpec.grouped(result.uses)
    names = NameReferences(program.declarations)
    taskLines = TaskLines(tree)
    settings = tree.declarations.compactMap { declaration in
      if case .settings(let settings) = declaration.kind { settings } else { nil }
    }
    facts = Facts()
    facts = Facts(self)
  }

  /// The texts that ranges are of.
  package var sources: SourceMap { program.sources }

  /// The text of a range.
  package func text(_ range: SourceRange) -> String { sources.text(range) }

  /// The uses of entries of a kind, such as the optimizers.
  package func uses(of kind: EntryKind) -> [EntryUse] {
    usesByKind.first { $0.kind == kind }?.uses ?? []
  }

  /// Uses by the kinds of their entries, which are few.
  private static func grouped(_ uses: [EntryUse]) -> [(kind: EntryKind, uses: [EntryUse])] {
    var groups: [(kind: EntryKind, uses: [EntryUse])] = []
    for use in uses {
      let kind = use.entry.entryKind
      if let place = groups.firstIndex(where: { $0.kind == kind }) {
        groups[place].uses.append(use)
      } else {
        groups.append((kind, [use]))
      }
    }
    return groups
  }

  /// The clauses of the blocks of settings of a kind, such as `train`.
  package func clauses(_ kind: Declaration.Settings.Kind, _ word: String) -> [Clause] {
    settings.flatMap { settings in
      settings.kind == kind ? settings.clauses.filter { $0.word.text == word } : []
    }
  }

  /// The tasks that have a part in choosing the best epoch.
  package var mainTasks: [CheckedTask] { model.tasks.filter { !$0.isAuxiliary } }

  /// An edit that takes a whole line out, its comments behind it too, where nothing else stands on it.
  package func removingLine(of range: SourceRange) -> Diagnostic.Edit {
    let bytes = tree.source.bytes
    var (start, end) = (range.start, range.end)
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    let beginsLine = start == 0 || bytes[start - 1] == 0x0A
    guard beginsLine, end == bytes.count || bytes[end] == 0x0A else {
      return Diagnostic.Edit(range, "")
    }
    if end < bytes.count { end += 1 }
    return Diagnostic.Edit(SourceRange(start, end), "")
  }
}

extension LintedSpec {
  /// What several rules ask for.
  struct Facts: Sendable {
    fileprivate(set) var lossReadings: [LossReading] = []
    fileprivate(set) var weightingStages: [WeightingStage] = []
    fileprivate(set) var writtenArguments = WrittenArguments()
    fileprivate(set) var trained = TrainedParameters()
    fileprivate(set) var taskParameters = TaskParameters()
    fileprivate(set) var readNames: [String: [String]] = [:]
    fileprivate(set) var readByTasks: Set<String> = []

    fileprivate init() {}

    fileprivate init(_ spec: LintedSpec) {
      lossReadings = spec.readingsOfLosses()
      weightingStages = spec.stagesOfWeighting()
      writtenArguments = WrittenArguments(spec.uses)
      trained = TrainedParameters(spec)
      taskParameters = TaskParameters(spec)
      readNames = spec.model.namesRead()
      readByTasks = LintedSpec.reached(from: spec.model.tasks.map { $0.name }, readNames)
    }
  }

  /// The terms of the losses of all tasks whose values are numbers of a graph.
  package var lossReadings: [LossReading] { facts.lossReadings }

  /// The stages of the weighting that the spec declares.
  package var weightingStages: [WeightingStage] { facts.weightingStages }

  /// The written arguments that rules ask for.
  var writtenArguments: WrittenArguments { facts.writtenArguments }

  /// Which tasks read and train each parameter.
  package var taskParameters: TaskParameters { facts.taskParameters }

  /// The declarations and inputs that tasks read, by themselves or through others; the tasks too.
  package var readByTasks: Set<String> { facts.readByTasks }

  /// The declarations and inputs that some declarations read, they themselves included.
  package func declarationsReached(from names: [String]) -> Set<String> {
    LintedSpec.reached(from: names, facts.readNames)
  }

  /// The declarations and inputs that a declaration reads by itself.
  package func namesRead(by name: String) -> [String] { facts.readNames[name] ?? [] }

  /// The names that lead on from some, by those that each leads to; the beginnings too.
  private static func reached(from names: [String], _ next: [String: [String]]) -> Set<String> {
    var found: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
      guard found.insert(name).inserted else { continue }
      if let others = next[name] { waiting += others }
    }
    return found
  }

  /// Which values have parameters before them that training moves.
  package var trained: TrainedParameters { facts.trained }
}
