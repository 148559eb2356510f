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

  indirect enum Kind {
    case shared(Declaration.Shared)
    case task(Declaration.LearningTask)
    case input
  }

  /// The names that the body's inputs begin with.
  var needs: Set<String> { Set(inputs.map { $0.names[0].text }) }
}

extension Checker {
  /// Checks shared declarations and tasks, each after those that it reads.
  func checkBodies() {
    checkBlocks()
    let all = bodyDeclarations()
    let ordered = DependencyOrder(
      names: all.map { $0.name.text }, needs: all.map { $0.needs })
    for circle in ordered.circles {
      let declarations = circle.map { all[$0] }
      if declarations.contains(where: { poisoned.contains($0.name.text) }) { continue }
      reportBodyCycle(declarations)
    }
    let known = Set(ordered.order)
    for place in all.indices where !known.contains(place) {
      poisoned.insert(all[place].name.text)
    }
    for place in ordered.order { check(all[place]) }
    checkUnusedBlocks(usedBlocks)
  }

  private func bodyDeclarations() -> [BodyDeclaration] {
    var seen: Set<String> = []
    return program.declarations.compactMap { declaration -> BodyDeclaration? in
      switch declaration.kind {
      case .shared(let shared) where isFirst(shared.name) && seen.insert(shared.name.text).inserted:
        BodyDeclaration(
          name: shared.name, inputs: shared.inputs, body: shared.body, range: declaration.range,
          kind: .shared(shared))
      case .task(let task) where isFirst(task.name) && seen.insert(task.name.text).inserted:
        BodyDeclaration(
          name: task.name, inputs: task.inputs, body: task.body, range: declaration.range,
          kind: .task(task))
      case .input(let input) where isFirst(input.name) && seen.insert(input.name.text).inserted:
        BodyDeclaration(
          name: input.name, inputs: input.sources, body: Body(items: [], range: input.name.range),
          range: declaration.range, kind: .input)
      default: nil
      }
    }
  }

  /// Whether a name is that of the first declaration that has it.
  private func isFirst(_ name: Name) -> Bool { declared[name.text]?.range == name.range }

  private func reportBodyCycle(_ declarations: [BodyDeclaration]) {
    let names = listed(declarations.map { "`\($0.name.text)`" })
    report(
      .dependencyCycle,
      declarations.count == 1 ? "\(names) reads itself" : "\(names) read each other in a circle",
      at: declarations[0].name.range,
      secondary: declarations.dropFirst().prefix(8).map { ($0.name.range, "and this one") },
      helps: [.init("put what they have in common into a `shared` declaration that they all read")])
  }

  /// Checks a declaration; a family of tasks member by member.
  private func check(_ declaration: BodyDeclaration) {
    if case .input = declaration.kind { return checkInput(declaration) }
    guard case .task(let task) = declaration.kind, !task.iterations.isEmpty else {
      return check(declaration, as: declaration.name.text)
    }
    guard let members = members(of: task) else {
      poisoned.insert(task.name.text)
      return
    }
    families.insert(task.name.text)
    for one in members {
      member = one
      check(declaration, as: one.name(in: task.name.text))
    }
    member = nil
  }

  private func check(_ declaration: BodyDeclaration, as name: String) {
    let errors = errorCount
    let inputs = declaration.inputs.compactMap { resolveInput($0) }
    reportRepeatedInputs(declaration.inputs)
    let sharing = sharing(of: declaration)
    var resolver = BodyResolver(
      checker: self, inputs: declaration.inputs.map { $0.text },
      headerEnd: declaration.inputs.last?.range.end)
    let body = resolver.resolve(declaration.body, allowsResults: declaration.isTask)
    aliases[name] = resolver.aliases
    if !declaration.isTask, declaration.body.items.isEmpty {
      reportEmpty(declaration.body, of: declaration.name.text)
    }
    guard errorCount == errors, resolver.isComplete, inputs.count == declaration.inputs.count,
      let sharing,
      assemble(declaration, as: name, inputs: inputs, body: body, sharing: sharing)
    else {
      poisoned.insert(declaration.name.text)
      if case .task(let item) = declaration.kind, item.iterations.isEmpty {
        checkResultNames(of: item)
      }
      return
    }
    reportUnusedInputs(
      of: declaration, used: resolver.used.union(sharing.gate.map { [$0] } ?? []))
    bodyOrder.append(name)
    switch declaration.kind {
    case .shared(let item):
      shared.append(
        CheckedShared(
          name: item.name.text, inputs: inputs, sharing: sharing, body: body,
          range: item.name.range))
    case .task(let item):
      checkTask(item, inputs: inputs, body: body)
    case .input: break
    }
    noteViews(of: name, inputs: inputs, sharing: sharing)
  }

  /// Notes whether each task reads a view of its own: as the scheme says, or as what is read does.
  private func noteViews(of name: String, inputs: [CheckedInput], sharing: any Sharing) {
    let readsView = inputs.contains { input in
      if case .declaration(let other, _) = input.reference { viewed.contains(other) } else { false }
    }
    guard type(of: sharing).givesViews || readsView else { return }
    viewed.insert(name)
    if readsView, let item = shared.first(where: { $0.name == name }) {
      notePending("layers on the views of tasks", at: item.range)
    }
  }

  func reportRepeatedInputs(_ inputs: [Path]) {
    guard inputs.count > 1 else { return }
    var seen: [String: SourceRange] = [:]
    for input in inputs {
      if let first = seen[input.text] {
        report(
          .duplicateDeclaration, "the header lists `\(input.text)` twice", at: input.range,
          secondary: [(first, "the first one")], helps: [.init("leave one of them out")])
      }
      seen[input.text] = input.range
    }
  }

  /// Warns of inputs that take no part: listing values in a header does not join them.
  private func reportUnusedInputs(of declaration: BodyDeclaration, used: Set<String>) {
    let begin = declaration.body.beginsWithFirstInput ? 1 : 0
    for input in declaration.inputs.dropFirst(begin)
    where !used.contains(input.text) && !declaration.body.resultsRead(input) {
      report(
        .unusedInput, "no step of `\(declaration.name.text)` reads `\(input.text)`",
        at: input.range,
        notes: ["the chain begins with the first value of the header; steps name the others"],
        helps: [
          .init("name it in a step, such as `add(\(input.text))`, or take it out of the header")
        ])
    }
  }

  private func sharing(of declaration: BodyDeclaration) -> (any Sharing)? {
    guard case .shared(let item) = declaration.kind, let call = item.sharing else {
      return Registry.defaultSharing.init(Arguments())
    }
    guard
      let type = entry(
        call.name, among: Registry.sharings, kind: "sharing scheme", plural: "sharing schemes"),
      let arguments = bind(call, to: type)
    else { return nil }
    let sharing = type.init(arguments)
    if let gate = sharing.gate, !declaration.inputs.contains(where: { $0.text == gate }) {
      let end = declaration.inputs.last?.range.end
      report(
        .unknownName, "the header of `\(declaration.name.text)` does not list `\(gate)`",
        at: call.range, notes: ["a header lists every value that its body reads"],
        helps: [
          .init(
            "list it", edits: end.map { [.init(SourceRange($0, $0), ", \(gate)")] } ?? [])
        ])
      return nil
    }
    noteEntry(sharing, at: call.name)
    return sharing
  }

  // MARK: Building

  /// Builds a body to see its types; reports where they do not hold.
  private func assemble(
    _ declaration: BodyDeclaration, as name: String, inputs: [CheckedInput], body: CheckedBody,
    sharing: any Sharing
  ) -> Bool {
    let count = body.unfoldedStepCount * max(sharing.copyCount, 1)
    guard unfoldedStepCount + count <= BodyResolver.stepLimit else {
      report(
        .tooManySteps,
        count > BodyResolver.stepLimit
          ? "`\(declaration.name.text)` unfolds to more than \(BodyResolver.stepLimit) steps"
          : "with `\(declaration.name.text)` the bodies of the spec unfold to more than "
            + "\(BodyResolver.stepLimit) steps",
        at: declaration.name.range,
        notes: ["repeats inside repeats multiply, and so do blocks that use others several times"],
        helps: [.init("repeat less often")])
      return false
    }
    unfoldedStepCount += count
    assembly.onStep =
      !assembly.describesSteps
      ? nil
      : { [self] range, value in
        shapes.append(
          StepShape(
            declaration: name, range: range, type: assembly.describe(value)))
      }
    do {
      try assembly.assemble(name, inputs: inputs, body: body, sharing: sharing)
      return true
    } catch {
      guard let failure = assembly.failure else {
        report(.shapeMismatch, error.message, at: declaration.name.range)
        return false
      }
      report(failure, inputs: inputs, names: aliases[name] ?? [])
      return false
    }
  }

  /// A help that takes a step out, together with what joins it to the next one.
  private func leavingOut(_ step: SourceRange) -> Diagnostic.Help {
    let rest = sources.text(SourceRange(step.end, step.end + 4))
    return .init(
      "leave it out",
      edits: rest == " -> " ? [.init(SourceRange(step.start, step.end + 4), "")] : [])
  }

  /// `embedding(16)` on a record: an argument of the step that reads records.
  private func encoderHelp(_ step: SourceRange) -> Diagnostic.Help? {
    let text = sources.text(step)
    let name = String(text.prefix { $0 != "(" })
    let argument = text.dropFirst(name.count + 1).dropLast()
    guard !argument.isEmpty,
      let encoder = Registry.encoders.first(where: { type in
        type.parameters.contains { $0.name == name }
      })
    else { return nil }
    let written = "\(encoder.name)(\(name): \(argument))"
    return .init("of columns it is an argument of `\(encoder.name)`", edits: [.init(step, written)])
  }

  private func report(
    _ failure: ModelAssembly.Failure, inputs: [CheckedInput], names: [Name]
  ) {
    var label = failure.type.map { "the value before it is \($0)" } ?? ""
    var secondary: [(SourceRange, String)] = failure.operands.compactMap { operand in
      let range =
        names.first { $0.text == operand.name }?.range
        ?? inputs.first { $0.name == operand.name }?.range
      return range.map { ($0, "`\(operand.name)` is \(operand.type)") }
    }
    var helps = failure.mismatch.help.map { [Diagnostic.Help($0)] } ?? []
    if failure.code == .recordNotEncoded, failure.operands.isEmpty {
      let insertion = SourceRange(failure.range.start, failure.range.start)
      helps = [
        .init("make a vector of the columns first", edits: [.init(insertion, "encode -> ")])
      ]
      label = "takes numbers"
      secondary += inputs.prefix(1).map { ($0.range, "columns, not yet numbers") }
    }
    if failure.code == .mixedRows { label = failure.type.map { "works on rows of \($0)" } ?? "" }
    if failure.code == .tokensNotRead, failure.operands.isEmpty {
      let insertion = SourceRange(failure.range.start, failure.range.start)
      helps = Registry.tokenReaders.prefix(1).map {
        .init(
          "give each word a vector first", edits: [.init(insertion, "\($0.name)(64) -> ")])
      }
    }
    if failure.code == .tokensWanted, failure.isOfColumns, let help = encoderHelp(failure.range) {
      helps = [help]
    } else if failure.code == .tokensWanted || failure.code == .nothingToEncode {
      helps = [leavingOut(failure.range)]
    }
    if failure.code == .tooLarge { label = failure.type.map { "gives \($0)" } ?? "" }
    if failure.code == .assertedType {
      label = "asserted here"
      secondary = failure.step.map { [($0, "gives \(failure.type ?? "another type")")] } ?? []
      helps =
        failure.type.map {
          [
            .init(
              "assert what the step gives", edits: [.init(failure.range, $0.filter { $0 != "`" })])
          ]
        } ?? []
    }
    secondary += failure.origins.filter { $0.range != failure.range && $0.range != failure.step }
      .prefix(3).map { ($0.range, $0.text) }
    secondary += failure.uses.map { ($0, "in this use of the block") }
    report(
      failure.code, failure.mismatch.message, at: failure.range, label: label,
      secondary: secondary, notes: failure.mismatch.notes, helps: helps)
  }
}

extension BodyDeclaration {
  /// Whether it is a task.
  var isTask: Bool { if case .task = kind { true } else { false } }
}

extension Body {
  /// Whether the value of the header that comes first is read by the first step or result.
  fileprivate var beginsWithFirstInput: Bool {
    if case .chain(let chain)? = items.first { chain.start == nil } else { true }
  }

  /// Whether a result names a value of the header.
  fileprivate func resultsRead(_ path: Path) -> Bool {
    items.contains { item in
      guard case .result(let result) = item else { return false }
      return result.values.joined().contains { $0.names.contains(path.names[0].text) }
    }
  }
}
