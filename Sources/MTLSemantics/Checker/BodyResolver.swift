import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// Resolves what the steps of a body name: layers, blocks, arguments and values.
struct BodyResolver {
  /// The most steps of a body after blocks and repeats are unfolded.
  static let stepLimit = 100_000

  let checker: Checker
  /// The values that steps can name.
  private var values: [String]
  /// The parameters of the block whose body this is.
  private let scope: [String: ConstantValue]
  /// The blocks that are being unfolded, to see one that uses itself.
  private let openBlocks: [String]
  /// The names that `as` has given so far.
  private(set) var aliases: [String] = []

  init(
    checker: Checker, inputs: [String], scope: [String: ConstantValue] = [:],
    openBlocks: [String] = []
  ) {
    self.checker = checker
    values = inputs
    self.scope = scope
    self.openBlocks = openBlocks
  }

  /// The resolved body; what is wrong is reported.
  mutating func resolve(_ body: Body, allowsResults: Bool = false) -> CheckedBody {
    var chains: [CheckedChain] = []
    var firstResult: SourceRange?
    for item in body.items {
      switch item {
      case .chain(let chain):
        if let firstResult { reportLate(chain, after: firstResult) }
        chains.append(resolve(chain))
      case .result(let result):
        firstResult = firstResult ?? result.keyword
        if !allowsResults { reportForeign(result) }
      case .malformed: break
      }
    }
    return CheckedBody(chains: chains)
  }

  private func reportLate(_ chain: Chain, after result: SourceRange) {
    checker.report(
      .misplacedLine, "the steps of a task stand before its results", at: chain.range,
      secondary: [(result, "the results begin here")],
      helps: [.init("move the step up")])
  }

  private func reportForeign(_ result: Result) {
    checker.report(
      .misplacedLine, "`\(result.kind.rawValue)` belongs to a task", at: result.keyword,
      helps: [.init("write it in the body of the task that it is about")])
  }

  private mutating func resolve(_ chain: Chain) -> CheckedChain {
    if let start = chain.start, !values.contains(start.text) { reportUnknownValue(start) }
    var steps: [CheckedStep] = []
    for step in chain.steps {
      if let resolved = resolve(step) { steps.append(resolved) }
      if let alias = step.alias { name(alias) }
    }
    return CheckedChain(start: chain.start?.text, steps: steps)
  }

  private mutating func name(_ alias: Name) {
    if values.contains(alias.text) || aliases.contains(alias.text) {
      checker.report(
        .duplicateDeclaration, "the body has a value `\(alias.text)` already", at: alias.range,
        helps: [.init("give one of them another name")])
    }
    values.append(alias.text)
    aliases.append(alias.text)
  }

  private func reportUnknownValue(_ path: Path) {
    let last = path.names[path.names.count - 1]
    checker.report(
      .unknownName, "the body reads no value `\(path.text)`", at: path.range,
      notes: ["the header of a body lists every value that it reads; `as` names one inside"],
      helps: checker.nameHelps(
        for: Name(path.text, path.range), among: values, plural: "its values"
      )
      .filter { _ in !last.text.isEmpty })
  }

  // MARK: Steps

  private mutating func resolve(_ step: Step) -> CheckedStep? {
    let asserted = step.type.flatMap { assertion($0) }
    guard let (kind, operands) = kind(of: step.call) else {
      if let body = step.body { _ = resolveInner(body) }
      return nil
    }
    guard let body = body(of: step, kind) else { return nil }
    return CheckedStep(
      kind: kind, name: step.call.name.text, operands: operands, body: body.value,
      assertedType: asserted, alias: step.alias?.text, range: step.call.range,
      line: checker.tree.source.position(of: step.range.start).line)
  }

  /// The step's own body; the outer `nil` stands for a report.
  private func body(of step: Step, _ kind: CheckedStep.Kind) -> (value: CheckedBody?, Void)? {
    let takesBody = if case .layer(let layer) = kind { type(of: layer).takesBody } else { false }
    switch (step.body, takesBody) {
    case (nil, false): return (nil, ())
    case (let body?, true): return (resolveInner(body), ())
    case (let body?, false):
      checker.report(
        .bodyMismatch, "`\(step.call.name.text)` takes no body", at: body.range,
        secondary: [(step.call.name.range, "this step")],
        helps: [.init("leave the braces out, or use `residual` or `repeat`")])
    case (nil, true):
      checker.report(
        .bodyMismatch, "`\(step.call.name.text)` needs a body in braces", at: step.call.range,
        helps: [.init("write `\(step.call.name.text) { dense(64) -> relu }`")])
    }
    return nil
  }

  private func resolveInner(_ body: Body) -> CheckedBody {
    var inner = BodyResolver(
      checker: checker, inputs: values, scope: scope, openBlocks: openBlocks)
    return inner.resolve(body)
  }

  private func assertion(_ type: TypeReference) -> AssertedType? {
    guard ["Float", "Probability"].contains(type.name.text) else {
      checker.report(
        .unknownEntry, "a step has no type `\(type.name.text)`", at: type.name.range,
        helps: [.init("a step gives `Float[..]` or `Probability[..]`")])
      return nil
    }
    var dims: [Dim] = []
    for expression in type.dimensions ?? [] {
      guard let value = checker.evaluate(expression, scope: scope) else { return nil }
      guard ParameterKind.size.accept(value) != nil else {
        checker.report(
          .wrongArgument, "a dimension is a whole number from 1 on, not \(value)",
          at: expression.range)
        return nil
      }
      dims.append(Arguments(["size": value]).dim("size"))
    }
    return AssertedType(
      dims: dims, isProbability: type.name.text == "Probability", range: type.range)
  }

  private func kind(of call: Call) -> (CheckedStep.Kind, [String])? {
    if let block = checker.blocks[call.name.text] {
      return unfold(block, call).map { (.block($0), []) }
    }
    if let type = Registry.encoders.first(where: { $0.name == call.name.text }) {
      return checker.bind(call, to: type.parameters, scope: scope).map {
        (.encoder(type.init($0)), [])
      }
    }
    guard
      let type = checker.entry(
        call.name, among: Registry.layers, kind: "layer", plural: "layers")
    else { return nil }
    return layer(type, call)
  }

  private func layer(
    _ type: any Layer.Type, _ call: Call
  ) -> (CheckedStep.Kind, [String])? {
    guard type.operandCount.upperBound > 0 else {
      return checker.bind(call, to: type.parameters, scope: scope).map {
        (.layer(type.init($0)), [])
      }
    }
    let operands = call.arguments.filter { $0.label == nil }
    let rest = Call(
      name: call.name, arguments: call.arguments.filter { $0.label != nil }, range: call.range)
    guard type.operandCount.contains(operands.count) else {
      checker.report(
        .operandCount, "`\(type.name)` takes further values, and none is named", at: call.range,
        helps: [.init("name one, such as `\(type.name)(skip)`")])
      return nil
    }
    let names = operands.compactMap { operand(named: $0.value) }
    guard names.count == operands.count,
      let arguments = checker.bind(rest, to: type.parameters, scope: scope)
    else { return nil }
    return (.layer(type.init(arguments)), names)
  }

  private func operand(named expression: Expression) -> String? {
    guard let path = expression.path else {
      checker.report(.wrongReference, "the name of a value is wanted here", at: expression.range)
      return nil
    }
    guard values.contains(path.text) else {
      reportUnknownValue(path)
      return nil
    }
    return path.text
  }

  // MARK: Blocks

  private func unfold(_ block: Declaration.Block, _ call: Call) -> CheckedBody? {
    guard !openBlocks.contains(block.name.text) else {
      checker.report(
        .recursiveBlock, "the block `\(block.name.text)` uses itself", at: call.range,
        secondary: [(block.name.range, "declared here")])
      return nil
    }
    guard let arguments = checker.bind(call, to: parameters(of: block), scope: scope) else {
      return nil
    }
    var inner = BodyResolver(
      checker: checker, inputs: [], scope: arguments.values,
      openBlocks: openBlocks + [block.name.text])
    let errors = checker.errorCount
    let body = inner.resolve(block.body)
    guard checker.errorCount == errors else { return nil }
    return body
  }

  private func parameters(of block: Declaration.Block) -> [ParameterDeclaration] {
    block.parameters.compactMap { parameter in
      guard let kind = BlockParameter.kind(of: parameter.type.name.text) else { return nil }
      let summary = "a parameter of the block `\(block.name.text)`"
      guard let value = parameter.defaultValue else {
        return .positional(parameter.name.text, kind, summary)
      }
      return .named(
        parameter.name.text, kind, default: checker.evaluate(value), summary)
    }
  }
}

extension CheckedBody {
  /// The number of steps after blocks and bodies are unfolded.
  var unfoldedStepCount: Int {
    var count = 0
    for step in chains.flatMap({ $0.steps }) {
      var inner = step.body?.unfoldedStepCount ?? 0
      if case .layer(let layer) = step.kind { inner = inner.saturatingTimes(layer.bodyUses) }
      if case .block(let body) = step.kind { inner = body.unfoldedStepCount }
      count = count.addingReportingOverflow(inner + 1).overflow ? Int.max : count + inner + 1
      if count > BodyResolver.stepLimit { return BodyResolver.stepLimit + 1 }
    }
    return count
  }
}

extension Int {
  /// The product, `Int.max - 1` at most.
  fileprivate func saturatingTimes(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? Int.max - 1 : Swift.min(product, Int.max - 1)
  }
}
