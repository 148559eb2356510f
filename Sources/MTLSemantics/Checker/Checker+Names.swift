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
    for declaration in program.declarations {
      if let (kind, name) = Checker.name(of: declaration) { collect(name, as: kind) }
      guard let word = Checker.singular(declaration) else { continue }
      if let first = once[word] {
        report(
          .repeatedLine, "`\(word)` stands twice in the file", at: declaration.range.word(word),
          secondary: [(first, "first here")],
          helps: [.init("put what both say into one of them, and remove the other")])
      } else {
        once[word] = declaration.range.word(word)
      }
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
    let kind: DeclaredName.Kind? =
      switch declaration.kind {
      case .constant: .constant
      case .data: .data
      case .columns: .columns
      case .input: .input
      case .block: .block
      case .shared: .shared
      case .task: .task
      case .model, .imported, .parameters, .weighting, .settings, .malformed: nil
      }
    guard let kind, let name = declaration.name else { return nil }
    return (kind, name)
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

  /// The names of a kind, for messages.
  func names(of kinds: DeclaredName.Kind...) -> [String] {
    declared.filter { kinds.contains($0.value.kind) && !program.unseen.contains($0.key) }.keys
      .sorted()
  }

  /// The help for a name that an imported file declares, and that only comes along unseen.
  func importHelp(for name: Name) -> Diagnostic.Help? {
    let isUnseen = program.unseen.contains {
      $0.split(separator: ".").last.map(String.init) == name.text
    }
    return isUnseen
      ? .init("the imported file has it; add `\(name.text)` to the names of the `import`") : nil
  }
}

extension Registry {
  /// Whether the catalogue has a step of a name.
  static func isStep(_ name: String) -> Bool {
    layers.contains { $0.name == name } || otherSteps.contains(name)
  }
}

extension SourceRange {
  /// The range of a word at the beginning of this range.
  func word(_ word: String) -> SourceRange {
    SourceRange(start, Swift.min(start + word.utf8.count, end))
  }
}
