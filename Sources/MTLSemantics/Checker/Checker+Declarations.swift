import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// A shared declaration or a task, as far as both are alike.
struct BodyDeclaration {
  let name: Name
  let inputs: [Path]
  let body: Body
  let range: SourceRange
  let kind: Kind

  enum Kind {
    case shared(Declaration.Shared)
    case task(Declaration.LearningTask)
  }

  /// The names that the body's inputs begin with.
  var needs: Set<String> { Set(inputs.map { $0.names[0].text }) }
}

extension Checker {
  /// Checks shared declarations and tasks, each after those that it reads.
  func checkBodies() {
    for block in blocks.values.sorted(by: { $0.name.range.start < $1.name.range.start }) {
      checkUnusedBlock(block)
    }
    var pending = bodyDeclarations()
    var waiting = Set(pending.map { $0.name.text })
    while !pending.isEmpty {
      let ready = pending.filter { $0.needs.isDisjoint(with: waiting) }
      guard !ready.isEmpty else { return reportBodyCycle(pending) }
      for declaration in ready {
        check(declaration)
        waiting.remove(declaration.name.text)
      }
      pending.removeAll { !waiting.contains($0.name.text) }
    }
  }

  private func bodyDeclarations() -> [BodyDeclaration] {
    var seen: Set<String> = []
    return tree.declarations.compactMap { declaration -> BodyDeclaration? in
      switch declaration.kind {
      case .shared(let shared) where seen.insert(shared.name.text).inserted:
        BodyDeclaration(
          name: shared.name, inputs: shared.inputs, body: shared.body, range: declaration.range,
          kind: .shared(shared))
      case .task(let task) where seen.insert(task.name.text).inserted:
        BodyDeclaration(
          name: task.name, inputs: task.inputs, body: task.body, range: declaration.range,
          kind: .task(task))
      default: nil
      }
    }
  }

  private func reportBodyCycle(_ declarations: [BodyDeclaration]) {
    let names = declarations.map { "`\($0.name.text)`" }.joined(separator: ", ")
    report(
      .dependencyCycle,
      declarations.count == 1 ? "\(names) reads itself" : "\(names) read each other in a circle",
      at: declarations[0].name.range,
      secondary: declarations.dropFirst().map { ($0.name.range, "and this one") })
  }

  private func check(_ declaration: BodyDeclaration) {
    let errors = errorCount
    let inputs = declaration.inputs.compactMap { resolveInput($0, of: declaration) }
    let sharing = sharing(of: declaration)
    var resolver = BodyResolver(checker: self, inputs: inputs.map { $0.name })
    let body = resolver.resolve(declaration.body, allowsResults: declaration.isTask)
    aliases[declaration.name.text] = resolver.aliases
    if !declaration.isTask, body.chains.isEmpty, errorCount == errors {
      report(
        .emptyBody, "`\(declaration.name.text)` has no step", at: declaration.name.range,
        helps: [.init("add one, such as `dense(64) -> relu`")])
    }
    guard errorCount == errors, inputs.count == declaration.inputs.count, let sharing,
      assemble(declaration, inputs: inputs, body: body)
    else {
      poisoned.insert(declaration.name.text)
      return
    }
    bodyOrder.append(declaration.name.text)
    switch declaration.kind {
    case .shared(let item):
      shared.append(
        CheckedShared(
          name: item.name.text, inputs: inputs, sharing: sharing, body: body,
          range: item.name.range))
    case .task(let item):
      checkTask(item, inputs: inputs, body: body)
    }
  }

  /// The number of errors so far, to see whether a part has added any.
  var errorCount: Int { diagnostics.count { $0.severity == .error } }

  private func sharing(of declaration: BodyDeclaration) -> (any Sharing)? {
    guard case .shared(let item) = declaration.kind, let call = item.sharing else {
      if case .task(let task) = declaration.kind, let iteration = task.iterations.first {
        reportNotYet("a family of tasks", at: iteration.variable.range)
        return nil
      }
      return Registry.defaultSharing.init(Arguments())
    }
    guard
      let type = entry(
        call.name, among: Registry.sharings, kind: "sharing scheme", plural: "sharing schemes"),
      let arguments = bind(call, to: type.parameters)
    else { return nil }
    return type.init(arguments)
  }

  // MARK: Inputs

  private func resolveInput(_ path: Path, of declaration: BodyDeclaration) -> CheckedInput? {
    let first = path.names[0]
    if poisoned.contains(first.text) { return nil }
    guard let known = declared[first.text] else {
      report(
        .unknownName, "there is no `\(first.text)` to read", at: first.range,
        helps: nameHelps(
          for: first, among: names(of: .data, .shared, .task, .input), plural: "what can be read"))
      return nil
    }
    switch known.kind {
    case .data:
      return resolveColumns(path).map {
        CheckedInput(name: path.text, reference: $0, range: path.range)
      }
    case .shared, .task:
      return resolveDeclaration(path).map {
        CheckedInput(name: path.text, reference: $0, range: path.range)
      }
    case .columns, .input: return nil
    case .constant, .block:
      report(
        .wrongReference,
        "a body reads data, shared declarations and tasks; `\(first.text)` is "
          + known.kind.description, at: path.range, secondary: [(known.range, "declared here")])
      return nil
    }
  }

  private func resolveColumns(_ path: Path) -> InputReference? {
    guard let data = dataSets.first(where: { $0.name == path.names[0].text }) else { return nil }
    guard path.names.count > 1 else {
      report(
        .wrongReference, "`\(data.name)` is a whole data set; a body reads columns of it",
        at: path.range,
        helps: [
          .init(
            "read its features", edits: [.init(path.range, "\(path.names[0].text).features")])
        ])
      return nil
    }
    if path.names.count == 2, path.names[1].text == "features" {
      let names = data.columns.filter { $0.role == .feature }.map { $0.name }
      if names.isEmpty {
        report(.wrongReference, "`\(data.name)` has no feature", at: path.range)
        return nil
      }
      return .record(data: data.name, columns: names)
    }
    guard let (_, column) = resolveColumn(path) else { return nil }
    guard column.role == .feature, let type = column.type else {
      report(
        .wrongReference, "`\(path.text)` is a \(column.role.rawValue); a body reads features",
        at: path.range, secondary: [(column.range, "declared here")],
        notes: column.role == .label ? ["a model that reads its label learns nothing else"] : [])
      return nil
    }
    return Swift.type(of: type).isTensor
      ? .column(data: data.name, column: column.name)
      : .record(data: data.name, columns: [column.name])
  }

  private func resolveDeclaration(_ path: Path) -> InputReference? {
    let name = path.names[0].text
    guard path.names.count > 1 else { return .declaration(name, alias: nil) }
    let alias = path.names[1]
    let known = aliases[name] ?? []
    if path.names.count == 2, known.contains(alias.text) {
      return .declaration(name, alias: alias.text)
    }
    report(
      .unknownName, "`\(name)` names no value `\(alias.text)`", at: alias.range,
      notes: ["a step names its value with `as`"],
      helps: nameHelps(for: alias, among: known, plural: "its named values"))
    return nil
  }

  // MARK: Building

  /// Builds a body to see its types; reports where they do not hold.
  private func assemble(
    _ declaration: BodyDeclaration, inputs: [CheckedInput], body: CheckedBody
  ) -> Bool {
    guard body.unfoldedStepCount <= BodyResolver.stepLimit else {
      report(
        .tooManySteps,
        "`\(declaration.name.text)` unfolds to more than \(BodyResolver.stepLimit) steps",
        at: declaration.name.range)
      return false
    }
    assembly.onStep = { [self] range, value in
      shapes.append(
        StepShape(
          declaration: declaration.name.text, range: range, type: assembly.describe(value)))
    }
    do {
      try assembly.assemble(declaration.name.text, inputs: inputs, body: body)
      return true
    } catch {
      guard let failure = assembly.failure else {
        report(.shapeMismatch, error.message, at: declaration.name.range)
        return false
      }
      report(failure, inputs: inputs)
      return false
    }
  }

  private func report(_ failure: ModelAssembly.Failure, inputs: [CheckedInput]) {
    var helps = failure.mismatch.help.map { [Diagnostic.Help($0)] } ?? []
    if failure.code == .recordNotEncoded {
      let insertion = SourceRange(failure.range.start, failure.range.start)
      helps = [
        .init(
          "make a vector of the columns first", edits: [.init(insertion, "encode -> ")])
      ]
    }
    report(
      failure.code, failure.mismatch.message, at: failure.range,
      label: failure.type.map { "the value before it is `\($0)`" } ?? "",
      notes: failure.mismatch.notes, helps: helps)
  }

  private func checkUnusedBlock(_ block: Declaration.Block) {
    for parameter in block.parameters
    where BlockParameter.kind(of: parameter.type.name.text) == nil {
      let names = BlockParameter.names
      report(
        .unknownEntry, "a block's parameter is no `\(parameter.type.name.text)`",
        at: parameter.type.range,
        helps: nameHelps(for: parameter.type.name, among: names, plural: "the types"))
    }
  }
}

extension BodyDeclaration {
  /// Whether it is a task.
  var isTask: Bool { if case .task = kind { true } else { false } }
}

/// The types of a block's parameters.
enum BlockParameter {
  static let names = ["Int", "Float", "Flag", "Text"]

  /// What a parameter of a type takes.
  static func kind(of type: String) -> ParameterKind? {
    switch type {
    case "Int": .either([.size, .integer(Int.min...Int.max)])
    case "Float": .number(.any)
    case "Flag": .flag
    case "Text": .text
    default: nil
    }
  }
}
