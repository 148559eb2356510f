import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// What another version of a spec changes: in meaning, for checkpoints, and for who reads predictions.
package struct ModelDifference: Sendable {
  /// What has become of one declaration.
  package struct Change: Sendable {
    /// Whether something is there now, is no longer, or both in turn.
    package enum Kind: String, Sendable {
      case added
      case removed
      case changed
    }

    package let kind: Kind
    /// The declaration, such as `task income`; of members of a family that change alike, all of them.
    package let subject: String
    /// What it no longer says, then what it says now, as the specs write it.
    package let removed: [String]
    package let added: [String]
  }

  /// What has become of a trained parameter, or of a statistic that training keeps.
  package struct ParameterChange: Sendable {
    package let name: String
    /// `nil` where it was not there.
    package let before: [Dim]?
    /// `nil` where it is no longer there.
    package let after: [Dim]?
  }

  /// What has become of a column of predictions.
  package struct OutputChange: Sendable {
    package let name: String
    /// Its kind and size; `nil` where it was not there.
    package let before: String?
    package let after: String?
  }

  package let changes: [Change]
  package let parameters: [ParameterChange]
  package let outputs: [OutputChange]
  /// Whether the columns of predictions stand in another order.
  package let reordersPredictions: Bool

  /// Whether a checkpoint of the one is one of the other.
  package var keepsCheckpoints: Bool { parameters.isEmpty }

  /// Whether predictions have the same columns.
  package var keepsPredictions: Bool { outputs.isEmpty && !reordersPredictions }

  /// Whether the two mean the same.
  package var isEmpty: Bool { changes.isEmpty && keepsCheckpoints && keepsPredictions }

  /// Compares two specs that check.
  package init(from old: Side, to new: Side) {
    // A spec that does not say its model's name has that of its file.
    let isNamed = old.name != nil && new.name != nil
    changes = ModelDifference.changes(
      ModelOutline(
        old.model, name: isNamed ? old.name : nil, texts: old.texts, experiments: old.experiments),
      ModelOutline(
        new.model, name: isNamed ? new.name : nil, texts: new.texts, experiments: new.experiments))
    parameters = ModelDifference.merged(old.parameters, new.parameters).map {
      ParameterChange(name: $0.key, before: $0.before, after: $0.after)
    }
    outputs = ModelDifference.merged(old.outputs, new.outputs).map {
      OutputChange(name: $0.key, before: $0.before, after: $0.after)
    }
    let kept = Set(old.outputs.map { $0.0 }).intersection(new.outputs.map { $0.0 })
    reordersPredictions =
      old.outputs.map { $0.0 }.filter { kept.contains($0) }
      != new.outputs.map { $0.0 }.filter { kept.contains($0) }
  }

  /// One of the two specs.
  package struct Side {
    fileprivate let model: CheckedModel
    fileprivate let texts: WrittenText
    /// The model's name, where the spec says it.
    fileprivate let name: String?
    /// What the spec compares and tunes.
    fileprivate let experiments: [Declaration.Settings]
    private let built: BuiltModel

    /// A spec that has been checked; `nil` where it has an error.
    package init?(_ program: Program, _ result: CheckResult) {
      guard let model = result.model else { return nil }
      self.model = model
      texts = WrittenText(program.sources, result.uses)
      name = program.declarations.contains { $0.isModel } ? model.name : nil
      experiments = program.declarations.compactMap { $0.experiment }
      built = result.built
    }

    /// The dimensions of what a checkpoint holds, by name.
    fileprivate var parameters: [(String, [Dim])] {
      built.parameters.map { ($0.name, $0.dims) } + built.states.map { ($0.name, $0.dims) }
    }

    /// The columns of predictions with their kinds.
    fileprivate var outputs: [(String, String)] {
      model.tasks.flatMap { task in
        task.outputs.map { output in
          let end = built.ends[output.prediction.map { "\(task.name).\($0)" } ?? task.name]
          let dims = end.map { built.graph.type(of: $0).dims } ?? []
          return (output.name, output.transform.column(of: output.transform.dims(of: dims)))
        }
      }
    }
  }

  private static func changes(_ old: ModelOutline, _ new: ModelOutline) -> [Change] {
    let before = Dictionary(old.sections.map { ($0.title, $0) }) { first, _ in first }
    let after = Dictionary(new.sections.map { ($0.title, $0) }) { first, _ in first }
    let sections = new.sections + old.sections.filter { after[$0.title] == nil }
    var found = ChangeFolding()
    for section in sections {
      let (old, new) = (before[section.title], after[section.title])
      let change: Change? =
        switch (old, new) {
        case (let old?, nil):
          Change(
            kind: .removed, subject: section.title, removed: old.lines.map { $0.shown }, added: [])
        case (nil, let new?):
          Change(
            kind: .added, subject: section.title, removed: [], added: new.lines.map { $0.shown })
        case (let old?, let new?): self.change(section.title, old.lines, new.lines)
        case (nil, nil): nil
        }
      if let change { found.add(change, of: section) }
    }
    return found.changes
  }

  private static func change(
    _ title: String, _ old: [ModelOutline.Line], _ new: [ModelOutline.Line]
  ) -> Change? {
    let difference = new.map { $0.key }.difference(from: old.map { $0.key })
    guard !difference.isEmpty else { return nil }
    var removed = difference.removals.compactMap { change -> String? in
      if case .remove(let offset, _, _) = change { old[offset].shown } else { nil }
    }
    var added = difference.insertions.compactMap { change -> String? in
      if case .insert(let offset, _, _) = change { new[offset].shown } else { nil }
    }
    // What is written alike and means something else goes by what another line says.
    let alike = Set(removed).intersection(added)
    if alike.count < Set(removed).union(added).count {
      removed.removeAll { alike.contains($0) }
      added.removeAll { alike.contains($0) }
    }
    return Change(kind: .changed, subject: title, removed: removed, added: added)
  }

  /// What differs between two lists of named things, in the order of the new one.
  private static func merged<Item: Equatable>(
    _ old: [(String, Item)], _ new: [(String, Item)]
  ) -> [(key: String, before: Item?, after: Item?)] {
    let before = Dictionary(old) { first, _ in first }
    let after = Dictionary(new) { first, _ in first }
    let names = new.map { $0.0 } + old.map { $0.0 }.filter { after[$0] == nil }
    return names.compactMap { name in
      before[name] == after[name] ? nil : (name, before[name], after[name])
    }
  }
}

extension Declaration {
  /// Whether it says the model's name.
  fileprivate var isModel: Bool { if case .model = kind { true } else { false } }

  /// What it compares or tunes, where it does.
  fileprivate var experiment: Declaration.Settings? {
    if case .settings(let settings) = kind, settings.kind != .train { settings } else { nil }
  }
}
