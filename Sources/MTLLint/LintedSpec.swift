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
  /// The layers and how values flow through them.
  package let flow: LayerFlow
  /// The names that declarations refer to.
  package let names: NameReferences
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
    flow = LayerFlow(result.built, model)
    names = NameReferences(program.declarations)
  }

  /// The texts that ranges are of.
  package var sources: SourceMap { program.sources }

  /// The text of a range.
  package func text(_ range: SourceRange) -> String { sources.text(range) }

  /// The uses of entries of a kind, such as the optimizers.
  package func uses(of entries: [any CatalogueEntry.Type]) -> [EntryUse] {
    let kinds = Set(entries.map { ObjectIdentifier($0) })
    return uses.filter { kinds.contains(ObjectIdentifier($0.entry)) }
  }

  /// The clauses of the blocks of settings of a kind, such as `train`.
  package func clauses(_ kind: Declaration.Settings.Kind, _ word: String) -> [Clause] {
    tree.declarations.flatMap { declaration -> [Clause] in
      guard case .settings(let settings) = declaration.kind, settings.kind == kind else {
        return []
      }
      return settings.clauses.filter { $0.word.text == word }
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
