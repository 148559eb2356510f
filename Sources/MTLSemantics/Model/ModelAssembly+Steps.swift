import MTLCatalogue
import MTLGraph
import MTLSource

extension ModelAssembly {
  /// The value that a step makes of the one before it.
  func apply(
    _ step: CheckedStep, to value: BodyValue, scope: [String: BodyValue]
  ) throws(TypeMismatch) -> BodyValue {
    switch step.kind {
    case .encoder(let encoder):
      guard case .record(let record) = value else {
        throw reject(
          .nothingToEncode, step, value,
          TypeMismatch("`\(step.name)` takes columns, and this is \(kindPhrase(value)) already"))
      }
      return .tensor(try encode(record, with: encoder), isProbability: false)
    case .tokenReader(let reader):
      guard case .tokens(let tokens, let vocabulary) = value else {
        throw reject(
          .tokensWanted, step, value,
          TypeMismatch("`\(step.name)` reads tokens, and this is \(phrase(value))"))
      }
      let vectors = try reader.build(tokens, vocabulary: vocabulary, in: builder)
      builder.setPlaceMask(try builder.wordMask(of: tokens), of: vectors)
      return .tensor(vectors, isProbability: false)
    case .block(let body):
      var inner: [String: BodyValue] = [:]
      var aliases: [String: BodyValue] = [:]
      return try run(body, from: value, scope: &inner, aliases: &aliases)
    case .layer(let layer):
      return try apply(layer, step, to: value, scope: scope)
    }
  }

  private func apply(
    _ layer: any Layer, _ step: CheckedStep, to value: BodyValue, scope: [String: BodyValue]
  ) throws(TypeMismatch) -> BodyValue {
    guard case .tensor(let x, let isProbability) = value else {
      throw reject(
        isRecord(value) ? .recordNotEncoded : .tokensNotRead, step, value,
        TypeMismatch("`\(step.name)` takes numbers, and this is \(phrase(value))"))
    }
    let (operands, areProbabilities) = try self.operands(
      of: step, with: x, isProbability: isProbability, scope: scope)
    var bodyEnd: Value?
    let body = step.body.map { body in
      LayerBody { [self] (start) throws(TypeMismatch) in
        var inner = scope
        var aliases: [String: BodyValue] = [:]
        let end = try run(
          body, from: .tensor(start, isProbability: false), scope: &inner, aliases: &aliases)
        guard case .tensor(let result, _) = end else { return start }
        bodyEnd = result
        return result
      }
    }
    let result: Value
    do {
      result = try layer.build(x, operands: operands, body: body, in: builder)
    } catch {
      fail(.shapeMismatch, step.range, error, before: value)
      if failure?.range == step.range {
        failure?.operands = zip(step.operands, operands).map { name, operand in
          (name, phrase(.tensor(operand, isProbability: false)))
        }
      }
      for other in operands + (bodyEnd.map { [$0] } ?? []) {
        explain(x, differsFrom: other, at: step.range)
      }
      if operands.isEmpty, bodyEnd == nil { explain(x, at: step.range) }
      throw error
    }
    if layer.keepsPlaces { keepPlaces(of: [x] + operands, in: result) }
    return .tensor(
      result, isProbability: type(of: layer).probability.holds(whenOperandsAre: areProbabilities))
  }

  /// Lets a step's result have a word where the value before it, or else another operand, has one.
  private func keepPlaces(of values: [Value], in result: Value) {
    guard builder.hasPlaceMasks, builder.placeMask(of: result) == nil else { return }
    let length = builder.graph.type(of: result).dims.first
    let masks = values.compactMap { builder.placeMask(of: $0) }
    let mask = masks.first { builder.graph.type(of: $0).dims.first == length }
    builder.setPlaceMask(mask, of: result)
  }

  /// The values that a step names, and whether all of them are probabilities.
  private func operands(
    of step: CheckedStep, with x: Value, isProbability: Bool, scope: [String: BodyValue]
  ) throws(TypeMismatch) -> ([Value], Bool) {
    var operands: [Value] = []
    var areProbabilities = isProbability
    for name in step.operands {
      guard let value = scope[name], case .tensor(let operand, let flag) = value else {
        let mismatch = TypeMismatch(
          "`\(step.name)` takes numbers, and `\(name)` is a record of columns")
        fail(.recordNotEncoded, step.range, mismatch, before: .tensor(x, isProbability: false))
        failure?.operands = [(name, "a record of columns")]
        throw mismatch
      }
      guard builder.graph.type(of: operand).rows == builder.graph.type(of: x).rows else {
        let mismatch = TypeMismatch(
          "`\(step.name)` cannot combine rows of different data sets with each other")
        fail(.mixedRows, step.range, mismatch, before: .tensor(x, isProbability: false))
        failure?.operands = [(name, "made of rows of \(owner(of: operand))")]
        failure?.type = owner(of: x)
        throw mismatch
      }
      operands.append(operand)
      areProbabilities = areProbabilities && flag
    }
    return (operands, areProbabilities)
  }

  /// The data set whose rows a value is made of.
  private func owner(of value: Value) -> String {
    let rows = builder.graph.type(of: value).rows
    return dataSets.values.first { $0.rows == rows }.map { "`\($0.name)`" } ?? "no data set"
  }

  /// Notes why a step is refused; answers what is to be thrown.
  func reject(
    _ code: DiagnosticCode, _ step: CheckedStep, _ value: BodyValue, _ mismatch: TypeMismatch
  ) -> TypeMismatch {
    fail(code, step.range, mismatch, before: value)
    return mismatch
  }
}

extension ProbabilityRule {
  fileprivate func holds(whenOperandsAre areProbabilities: Bool) -> Bool {
    switch self {
    case .never: false
    case .always: true
    case .preserved: areProbabilities
    }
  }
}
