import MTLCatalogue
import MTLSource
import MTLSyntax

/// A layer that is given to a block: the step that it stands for, and what names mean in it.
struct LayerArgument {
  let call: Call
  let scope: [String: ConstantValue]
  /// The layers that the block was given in which the argument is written.
  let outer: [String: LayerArgument]

  init(call: Call, scope: [String: ConstantValue] = [:], outer: [String: LayerArgument] = [:]) {
    self.call = call
    self.scope = scope
    self.outer = outer
  }
}

extension BodyResolver {
  /// The layers that a block is given, and the call without them; `nil` after a report.
  func layerArguments(
    of call: Call, to block: Declaration.Block
  ) -> (layers: [String: LayerArgument]?, rest: Call) {
    let parameters = block.parameters.filter { $0.isLayer }
    guard !parameters.isEmpty else { return ([:], call) }
    var layers: [String: LayerArgument] = [:]
    var taken: Set<Int> = []
    var isValid = true
    let positions = block.parameters.filter { $0.defaultValue == nil }.map { $0.name.text }
    let positional = call.arguments.indices.filter { call.arguments[$0].label == nil }
    for parameter in parameters {
      let name = parameter.name.text
      let place =
        parameter.defaultValue == nil
        ? positions.firstIndex(of: name).flatMap { $0 < positional.count ? positional[$0] : nil }
        : call.arguments.firstIndex { $0.name?.text == name }
      guard let place else {
        if let value = parameter.defaultValue?.call {
          layers[name] = LayerArgument(call: value)
        } else {
          isValid = false
          if parameter.defaultValue == nil { reportMissingLayer(parameter, of: call) }
        }
        continue
      }
      taken.insert(place)
      guard let given = layer(call.arguments[place].value, for: parameter) else {
        isValid = false
        continue
      }
      layers[name] = LayerArgument(call: given, scope: scope, outer: self.layers)
    }
    let rest = call.arguments.indices.filter { !taken.contains($0) }.map { call.arguments[$0] }
    return (
      isValid ? layers : nil, Call(name: call.name, arguments: rest, range: call.range)
    )
  }

  private func layer(
    _ expression: Expression, for parameter: Declaration.Block.Parameter
  ) -> Call? {
    checker.layerCall(expression, for: parameter, others: Array(layers.keys))
  }

  private func reportMissingLayer(_ parameter: Declaration.Block.Parameter, of call: Call) {
    checker.report(
      .missingArgument, "`\(call.name.text)` needs `\(parameter.name.text)`: a layer",
      at: call.range, secondary: [(parameter.name.range, "the parameter")],
      helps: [.init("give it one, such as `\(call.name.text)(relu)`")])
  }

  /// The step that a parameter of the block stands for.
  mutating func substitute(
    _ layer: LayerArgument, for call: Call
  ) -> (CheckedStep.Kind, [String])? {
    guard call.arguments.isEmpty else {
      checker.report(
        .unknownArgument,
        "`\(call.name.text)` is a layer that the block is given, with its arguments",
        at: call.range, helps: [.init("leave the arguments out here, and give them with the layer")]
      )
      return nil
    }
    guard depth < BodyResolver.depthLimit else {
      reportTooDeep(at: call.range)
      return nil
    }
    let chain = Chain(
      start: nil,
      steps: [Step(call: layer.call, body: nil, type: nil, alias: nil, range: layer.call.range)],
      range: layer.call.range)
    var inner = BodyResolver(
      checker: checker, inputs: [], scope: layer.scope, layers: layer.outer,
      openBlocks: openBlocks, depth: depth + 1)
    let body = inner.resolve(Body(items: [.chain(chain)], range: layer.call.range))
    return inner.isComplete ? (.block(body), []) : nil
  }
}

extension Checker {
  /// An argument as the layer or block that it names, or `nil` after a report.
  func layerCall(
    _ expression: Expression, for parameter: Declaration.Block.Parameter, others: [String] = []
  ) -> Call? {
    guard let call = expression.call else {
      report(
        .wrongArgument, "`\(parameter.name.text)` takes a layer, such as `relu` or `dropout(0.1)`",
        at: expression.range, secondary: [(parameter.type.range, "a layer is wanted")])
      return nil
    }
    let name = call.name
    if Registry.isStep(name.text) || blocks[name.text] != nil || others.contains(name.text) {
      return call
    }
    if poisoned.contains(name.text) { return nil }
    _ = entry(
      name, among: Registry.layers, kind: "layer", plural: "layers",
      others: blocks.keys.sorted() + Registry.otherSteps + others)
    return nil
  }

  /// Checks the default of a parameter that stands for a layer.
  func checkDefaultLayer(of parameter: Declaration.Block.Parameter) {
    if let value = parameter.defaultValue { _ = layerCall(value, for: parameter) }
  }
}

extension Registry {
  /// The steps that are no layers: encoders and readers of tokens.
  static var otherSteps: [String] { encoders.map { $0.name } + tokenReaders.map { $0.name } }
}

extension Declaration.Block.Parameter {
  /// Whether the parameter stands for a layer.
  var isLayer: Bool { type.name.text == "Layer" }
}

extension Expression {
  /// The expression as a name with arguments, where it is that.
  var call: Call? {
    switch kind {
    case .name(let name): return Call(name: name, arguments: [], range: range)
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind else { return nil }
      return Call(name: name, arguments: arguments, range: range)
    default: return nil
    }
  }
}
