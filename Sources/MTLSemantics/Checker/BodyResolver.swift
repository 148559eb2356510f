import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// Resolves what the steps of a body name: layers, blocks, arguments and values.
struct BodyResolver {
  /// The most steps of a body after blocks and repeats are unfolded.
  static let stepLimit = 100_000
  /// How many bodies and blocks can stand inside each other.
  static let depthLimit = 64

  let checker: Checker
  /// The values that steps can name.
  private var values: [String]
  private var known: Set<String>
  /// The parameters of the block whose body this is.
  let scope: [String: ConstantValue]
  /// The parameters of the block that stand for layers.
  let layers: [String: LayerArgument]
  /// The blocks that are being unfolded, to see one that uses itself.
  let openBlocks: [String]
  /// Where the header's list of values ends.
  private let headerEnd: Int?
  /// How many bodies and blocks this one stands in.
  let depth: Int
  /// The names that `as` has given so far.
  private(set) var aliases: [Name] = []
  /// Whether every step has been resolved; where not, the body is not worth building.
  private(set) var isComplete = true
  /// The values that steps have read so far.
  private(set) var used: Set<String> = []

  init(
    checker: Checker, inputs: [String], scope: [String: ConstantValue] = [:],
    layers: [String: LayerArgument] = [:], openBlocks: [String] = [], depth: Int = 0,
    headerEnd: Int? = nil
  ) {
    self.checker = checker
    self.layers = layers
    values = inputs
    known = Set(inputs)
    self.scope = scope
    self.openBlocks = openBlocks
    self.depth = depth
    self.headerEnd = headerEnd
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
    if let start = chain.start { read(start) }
    var steps: [CheckedStep] = []
    for step in chain.steps {
      if let resolved = resolve(step) { steps.append(resolved) } else { isComplete = false }
      if let alias = step.alias { name(alias) }
    }
    return CheckedChain(start: chain.start?.text, steps: steps)
  }

  private mutating func name(_ alias: Name) {
    if known.contains(alias.text) {
      let first = aliases.first { $0.text == alias.text }
      checker.report(
        .duplicateDeclaration, "the body has a value `\(alias.text)` already", at: alias.range,
        secondary: first.map { [($0.range, "the first one")] } ?? [],
        helps: [.init("give one of them another name")])
      return
    }
    values.append(alias.text)
    known.insert(alias.text)
    aliases.append(alias)
  }

  /// Notes that a value is read; answers whether there is such a value.
  @discardableResult
  private mutating func read(_ path: Path) -> Bool {
    guard known.contains(path.text) else {
      reportUnknownValue(path)
      isComplete = false
      return false
    }
    used.insert(path.text)
    return true
  }

  private func reportUnknownValue(_ path: Path) {
    let isDeclared = checker.declared[path.names[0].text] != nil
    var helps = checker.nameHelps(
      for: Name(path.text, path.range), among: values, plural: "its values")
    if isDeclared, openBlocks.isEmpty {
      let edits = headerEnd.map {
        [Diagnostic.Edit(SourceRange($0, $0), ", \(checker.sources.text(path.range))")]
      }
      helps = [.init("list it in the header of the body", edits: edits ?? [])]
    }
    checker.report(
      .unknownName,
      openBlocks.isEmpty
        ? "the body has no value `\(path.text)`"
        : "a block reads only the value before it, and `\(path.text)` is none of its own",
      at: path.range,
      notes: ["the header of a body lists every value that it reads; `as` names one inside"],
      helps: helps)
  }

  // MARK: Steps

  private mutating func resolve(_ step: Step) -> CheckedStep? {
    guard countStep(at: step.call.range) else { return nil }
    let asserted = step.type.flatMap { assertion($0) }
    guard let (kind, operands) = kind(of: step.call) else {
      if let body = step.body { _ = resolveInner(body) }
      return nil
    }
    guard let body = body(of: step, kind) else { return nil }
    return CheckedStep(
      kind: kind, name: step.call.name.text, operands: operands, body: body.value,
      assertedType: asserted, alias: step.alias?.text, range: step.call.range,
      line: checker.sources.line(of: step.range.start))
  }

  /// The step's own body; the outer `nil` stands for a report.
  private mutating func body(
    of step: Step, _ kind: CheckedStep.Kind
  ) -> (value: CheckedBody?, Void)? {
    let takesBody = if case .layer(let layer) = kind { type(of: layer).takesBody } else { false }
    switch (step.body, takesBody) {
    case (nil, false): return (nil, ())
    case (let body?, true):
      if body.items.isEmpty { checker.reportEmpty(body, of: step.call.name.text) }
      return (resolveInner(body), ())
    case (let body?, false):
      checker.report(
        .bodyMismatch, "`\(step.call.name.text)` takes no body", at: body.range,
        secondary: [(step.call.name.range, "this step")],
        helps: [.init("write what follows as further steps, joined by `->`")])
    case (nil, true):
      checker.report(
        .bodyMismatch, "`\(step.call.name.text)` needs a body in braces", at: step.call.range,
        helps: [
          .init("write it with one, such as `\(checker.sources.text(step.call.range)) { ... }`")
        ])
    }
    return nil
  }

  private mutating func resolveInner(_ body: Body) -> CheckedBody {
    guard depth < BodyResolver.depthLimit else {
      reportTooDeep(at: body.range)
      isComplete = false
      return CheckedBody()
    }
    var inner = BodyResolver(
      checker: checker, inputs: values, scope: scope, layers: layers, openBlocks: openBlocks,
      depth: depth + 1, headerEnd: headerEnd)
    let resolved = inner.resolve(body)
    used.formUnion(inner.used)
    isComplete = isComplete && inner.isComplete
    return resolved
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
          .wrongArgument, "a dimension is a whole number from 1 on, not \(checker.shown(value))",
          at: expression.range, label: "this is \(value.kindName)")
        return nil
      }
      dims.append(Arguments(["size": value]).dim("size"))
    }
    return AssertedType(
      dims: dims, isProbability: type.name.text == "Probability", range: type.range)
  }

  private mutating func kind(of call: Call) -> (CheckedStep.Kind, [String])? {
    if let layer = layers[call.name.text] { return substitute(layer, for: call) }
    if let block = checker.blocks[call.name.text] {
      checker.usedBlocks.insert(call.name.text)
      return unfold(block, call).map { (.block($0), []) }
    }
    if let type = Registry.encoders.first(where: { $0.name == call.name.text }) {
      guard let arguments = checker.bind(call, to: type, scope: scope) else { return nil }
      let encoder = type.init(arguments)
      checker.noteEntry(encoder, at: call.name)
      return (.encoder(encoder), [])
    }
    if let type = Registry.tokenReaders.first(where: { $0.name == call.name.text }) {
      guard let arguments = checker.bind(call, to: type, scope: scope) else { return nil }
      let reader = type.init(arguments)
      checker.noteEntry(reader, at: call.name)
      return (.tokenReader(reader), [])
    }
    if checker.poisoned.contains(call.name.text) || reportValueAsStep(call) { return nil }
    guard
      let type = checker.entry(
        call.name, among: Registry.layers, kind: "layer", plural: "layers",
        others: checker.blocks.keys.sorted() + Registry.otherSteps)
    else { return nil }
    return layer(type, call)
  }

  /// Reports a value that is written where a step belongs; answers whether it was one.
  private func reportValueAsStep(_ call: Call) -> Bool {
    let name = call.name.text
    guard known.contains(name), !Registry.layers.contains(where: { $0.name == name }) else {
      return false
    }
    checker.report(
      .wrongReference, "`\(name)` is a value, not a step", at: call.name.range,
      notes: ["the chain begins with the first value of the header by itself"],
      helps: [
        .init(
          "begin again from it with `from \(name) -> ...`, or combine it, as in `add(\(name))`")
      ])
    return true
  }

  private mutating func layer(
    _ type: any Layer.Type, _ call: Call
  ) -> (CheckedStep.Kind, [String])? {
    guard type.operandCount.upperBound > 0 else {
      return layer(type, call, bound: checker.bind(call, to: type, scope: scope), on: [])
    }
    let operands = call.arguments.filter { $0.label == nil }
    let rest = Call(
      name: call.name, arguments: call.arguments.filter { $0.label != nil }, range: call.range)
    guard type.operandCount.contains(operands.count) else {
      checker.report(
        .operandCount,
        operands.isEmpty
          ? "`\(type.name)` combines the value before it with others, and none is named"
          : "`\(type.name)` names \(operands.count) values, which is too many",
        at: call.range,
        helps: [.init("name one, such as `\(type.name)(skip)`; `as skip` names a value")])
      return nil
    }
    let names = operands.compactMap { operand(named: $0.value) }
    guard names.count == operands.count else { return nil }
    return layer(type, call, bound: checker.bind(rest, to: type, scope: scope), on: names)
  }

  /// A layer with its arguments, where they are right, and the values that it names.
  private func layer(
    _ type: any Layer.Type, _ call: Call, bound arguments: Arguments?, on operands: [String]
  ) -> (CheckedStep.Kind, [String])? {
    guard let arguments else { return nil }
    let layer = type.init(arguments)
    checker.noteEntry(layer, at: call.name)
    return (.layer(layer), operands)
  }

  private mutating func operand(named expression: Expression) -> String? {
    guard let path = expression.path else {
      checker.report(.wrongReference, "the name of a value is wanted here", at: expression.range)
      return nil
    }
    return read(path) ? path.text : nil
  }
}

extension CheckedBody {
  /// The number of steps after blocks and bodies are unfolded.
  var unfoldedStepCount: Int {
    var count = 0
    for chain in chains {
      for step in chain.steps {
        var inner = step.body.map { Swift.max(1, $0.unfoldedStepCount) } ?? 0
        if inner > 0, case .layer(let layer) = step.kind {
          inner = inner.saturatingTimes(layer.bodyUses)
        }
        if case .block(let body) = step.kind { inner = body.unfoldedStepCount }
        count = count.addingReportingOverflow(inner + 1).overflow ? Int.max : count + inner + 1
        if count > BodyResolver.stepLimit { return BodyResolver.stepLimit + 1 }
      }
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
