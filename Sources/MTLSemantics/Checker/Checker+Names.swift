import MTLCatalogue
import MTLSource
import MTLSyntax

/// What a name of the file stands for.
struct DeclaredName {
  enum Kind: String {
    case constant
    case data
    case columns
    case input
    case block
    case shared
    case task

    /// The kind as messages say it.
    var description: String {
      switch self {
      case .constant: "a constant"
      case .data: "a data set"
      case .columns: "a set of columns"
      case .input: "an input"
      case .block: "a block"
      case .shared: "a shared declaration"
      case .task: "a task"
      }
    }
  }

  let kind: Kind
  let range: SourceRange
}

extension Checker {
  /// Collects the file's names, and reports those that are taken and parts that stand twice.
  func collectNames() {
    var once: [String: SourceRange] = [:]
    for declaration in tree.declarations {
      if let (kind, name) = Checker.name(of: declaration) { collect(name, as: kind) }
      guard let word = Checker.singular(declaration) else {
        reportUnsupported(declaration)
        continue
      }
      if let first = once[word] {
        report(
          .repeatedLine, "`\(word)` stands twice in the file", at: declaration.range.word(word),
          secondary: [(first, "first here")],
          helps: [.init("put what both say into one of them, and remove the other")])
      } else {
        once[word] = declaration.range.word(word)
      }
      reportUnsupported(declaration)
    }
  }

  private func collect(_ name: Name, as kind: DeclaredName.Kind) {
    if let first = declared[name.text] {
      report(
        .duplicateDeclaration, "`\(name.text)` is declared twice", at: name.range,
        secondary: [(first.range, "first declared here")],
        helps: [.init("give one of them another name")])
      return
    }
    if kind == .block, Registry.isStep(name.text) {
      report(
        .takenName, "a block cannot be called `\(name.text)`: that is a layer", at: name.range,
        helps: [.init("give the block another name")])
    }
    declared[name.text] = DeclaredName(kind: kind, range: name.range)
  }

  private static func name(of declaration: Declaration) -> (DeclaredName.Kind, Name)? {
    switch declaration.kind {
    case .constant(let constant): (.constant, constant.name)
    case .data(let data): (.data, data.name)
    case .columns(let columns): (.columns, columns.name)
    case .input(let input): (.input, input.name)
    case .block(let block): (.block, block.name)
    case .shared(let shared): (.shared, shared.name)
    case .task(let task): (.task, task.name)
    case .model, .imported, .parameters, .weighting, .settings, .malformed: nil
    }
  }

  /// The word of a declaration that stands at most once in a file.
  private static func singular(_ declaration: Declaration) -> String? {
    switch declaration.kind {
    case .model: "model"
    case .weighting: "weighting"
    case .settings(let settings): settings.kind.rawValue
    default: nil
    }
  }

  private func reportUnsupported(_ declaration: Declaration) {
    switch declaration.kind {
    case .imported(let imported):
      poisoned.formUnion(imported.items.map { ($0.alias ?? $0.name).text })
      reportNotYet("`import`", at: declaration.range.word("import"))
    case .columns: reportNotYet("`columns`", at: declaration.range.word("columns"))
    case .input: reportNotYet("`input`", at: declaration.range.word("input"))
    case .parameters: reportNotYet("`parameters`", at: declaration.range.word("parameters"))
    case .settings(let settings) where settings.kind != .train:
      report(
        .notYetSupported, "`\(settings.kind.rawValue)` cannot be run yet; training passes it over",
        at: settings.keyword, severity: .note)
    default: break
    }
  }

  /// The names of a kind, for messages.
  func names(of kinds: DeclaredName.Kind...) -> [String] {
    declared.filter { kinds.contains($0.value.kind) }.keys.sorted()
  }
}

extension Registry {
  /// Whether the catalogue has a step of a name.
  static func isStep(_ name: String) -> Bool {
    layers.contains { $0.name == name } || encoders.contains { $0.name == name }
  }
}

extension SourceRange {
  /// The range of a word at the beginning of this range.
  func word(_ word: String) -> SourceRange {
    SourceRange(start, Swift.min(start + word.utf8.count, end))
  }
}
