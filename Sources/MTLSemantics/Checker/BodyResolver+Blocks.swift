import MTLCatalogue
import MTLSource
import MTLSyntax

extension BodyResolver {
  /// The body of a block at one of its uses, its parameters put in.
  func unfold(_ block: Declaration.Block, _ call: Call) -> CheckedBody? {
    if checker.poisoned.contains(block.name.text) { return nil }
    guard !openBlocks.contains(block.name.text) else {
      reportRecursion(block, call)
      return nil
    }
    guard depth < BodyResolver.depthLimit else {
      reportTooDeep(at: call.range)
      return nil
    }
    let (layers, rest) = layerArguments(of: call, to: block)
    let parameters = checker.parameters(of: block)
    guard let arguments = checker.bind(rest, to: parameters, scope: scope), let layers else {
      return nil
    }
    var inner = BodyResolver(
      checker: checker, inputs: [], scope: arguments.values, layers: layers,
      openBlocks: openBlocks + [block.name.text], depth: depth + 1)
    let body = inner.resolve(block.body)
    return inner.isComplete ? body : nil
  }

  private func reportRecursion(_ block: Declaration.Block, _ call: Call) {
    let name = block.name.text
    checker.report(
      .recursiveBlock,
      openBlocks.last == name
        ? "the block `\(name)` uses itself" : "the block `\(name)` uses itself through others",
      at: call.range, secondary: [(block.name.range, "declared here")],
      helps: [.init("use `repeat(n) { ... }` to have a body several times")])
    checker.poisoned.formUnion(openBlocks)
  }

  /// Reports bodies and blocks inside each other without end.
  func reportTooDeep(at range: SourceRange) {
    checker.poisoned.formUnion(openBlocks)
    guard !checker.hasReportedDepth else { return }
    checker.hasReportedDepth = true
    checker.report(
      .tooManySteps,
      "more than \(BodyResolver.depthLimit) bodies and blocks stand inside each other", at: range)
  }

  /// Counts a step; answers whether it may still be resolved.
  func countStep(at range: SourceRange) -> Bool {
    checker.resolvedStepCount += 1
    guard checker.resolvedStepCount > BodyResolver.stepLimit else { return true }
    if checker.resolvedStepCount == BodyResolver.stepLimit + 1 {
      checker.report(
        .tooManySteps,
        "the blocks of the spec unfold to more than \(BodyResolver.stepLimit) steps", at: range,
        notes: ["blocks that use others several times multiply"])
    }
    return false
  }
}

extension Checker {
  /// Checks the header of every block, and the body of one that nothing uses.
  func checkBlocks() {
    for case .block(let block) in program.declarations.map({ $0.kind })
    where blocks[block.name.text]?.name == block.name {
      checkHeader(of: block)
    }
  }

  /// Checks the bodies of blocks that nothing has used, where they need no arguments.
  func checkUnusedBlocks(_ used: Set<String>) {
    for case .block(let block) in program.declarations.map({ $0.kind })
    where !used.contains(block.name.text) && !poisoned.contains(block.name.text) {
      guard block.parameters.allSatisfy({ $0.defaultValue != nil }) else { continue }
      let call = Call(name: block.name, arguments: [], range: block.name.range)
      _ = BodyResolver(checker: self, inputs: []).unfold(block, call)
    }
  }

  private func checkHeader(of block: Declaration.Block) {
    let errors = errorCount
    var seen: [String: SourceRange] = [:]
    for parameter in block.parameters {
      let name = parameter.name
      if let first = seen[name.text] {
        report(
          .duplicateDeclaration, "the block has two parameters `\(name.text)`", at: name.range,
          secondary: [(first, "the first one")], helps: [.init("give one of them another name")])
      } else if parameter.isLayer, Registry.isStep(name.text) {
        report(
          .takenName, "a parameter cannot be called `\(name.text)`: that is a layer",
          at: name.range, helps: [.init("give the parameter another name")])
      } else if let other = declared[name.text] {
        report(
          .takenName, "the parameter `\(name.text)` would hide \(other.kind.description)",
          at: name.range, secondary: [(other.range, "declared here")],
          helps: [.init("give the parameter another name")])
      }
      seen[name.text] = name.range
      checkType(of: parameter)
    }
    if block.body.items.isEmpty { reportEmpty(block.body, of: block.name.text) }
    if errorCount > errors { poisoned.insert(block.name.text) }
  }

  private func checkType(of parameter: Declaration.Block.Parameter) {
    if parameter.isLayer { return checkDefaultLayer(of: parameter) }
    guard let kind = BlockParameter.kind(of: parameter.type.name.text) else {
      report(
        .unknownEntry, "a block's parameter cannot be `\(parameter.type.name.text)`",
        at: parameter.type.range,
        helps: nameHelps(
          for: parameter.type.name, among: BlockParameter.names, plural: "the types of parameters"))
      return
    }
    guard let expression = parameter.defaultValue, let value = evaluate(expression),
      kind.accept(value) == nil
    else { return }
    report(
      .wrongArgument,
      "`\(parameter.name.text)` is `\(parameter.type.name.text)`, and its default is "
        + "\(shown(value))", at: expression.range, label: "this is \(value.kindName)",
      secondary: [(parameter.type.range, "takes \(kind.description)")])
  }

  /// The parameters of a block as a catalogue entry would declare them.
  func parameters(of block: Declaration.Block) -> [ParameterDeclaration] {
    block.parameters.compactMap { parameter in
      guard !parameter.isLayer, let kind = BlockParameter.kind(of: parameter.type.name.text) else {
        return nil
      }
      let summary = "a parameter of the block"
      guard let value = parameter.defaultValue else {
        return .positional(parameter.name.text, kind, summary)
      }
      return .named(parameter.name.text, kind, default: evaluate(value), summary)
    }
  }

  /// Reports a body that has no step.
  func reportEmpty(_ body: Body, of owner: String) {
    report(
      .emptyBody, "the body of `\(owner)` has no step", at: body.range,
      helps: [.init("add one, such as `dense(64)`")])
  }
}

/// The types of a block's parameters.
enum BlockParameter {
  static let names = ["Int", "Float", "Flag", "Text", "Layer"]

  /// What a parameter of a type takes.
  static func kind(of type: String) -> ParameterKind? {
    switch type {
    case "Int": .either([.integer(Int.min...Int.max), .size])
    case "Float": .number(.any)
    case "Flag": .flag
    case "Text": .text
    default: nil
    }
  }
}
