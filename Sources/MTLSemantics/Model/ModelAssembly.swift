import MTLCatalogue
import MTLGraph
import MTLSource

/// A value that steps of a body work on.
package enum BodyValue {
  case tensor(Value, isProbability: Bool)
  /// Columns of a data set that wait for an encoder.
  case record(data: String, columns: [String])
}

/// Builds checked declarations into a graph, one after another.
///
/// The checker uses it to see types, the compiler to lower the model: what checks is what is built.
package final class ModelAssembly {
  /// Why building stopped: the innermost step and what is wrong with it.
  package struct Failure {
    package let code: DiagnosticCode
    package let range: SourceRange
    package let mismatch: TypeMismatch
    package let type: String?
  }

  package let builder: ModelBuilder
  private let facts: DataFacts?
  private var dataSets: [String: CheckedData] = [:]
  private var values: [String: BodyValue] = [:]
  private var feedValues: [Feed: Value] = [:]
  /// What fills the graph's inputs, by the input's name.
  package private(set) var feeds: [String: Feed] = [:]
  package private(set) var failure: Failure?
  /// Called with the range and the type of every step that has been built.
  package var onStep: ((SourceRange, BodyValue) -> Void)?

  package init(builder: ModelBuilder, facts: DataFacts?) {
    self.builder = builder
    self.facts = facts
  }

  /// Makes a data set known.
  package func add(_ data: CheckedData) { dataSets[data.name] = data }

  /// The data set of a name.
  package func dataSet(_ name: String) -> CheckedData? { dataSets[name] }

  /// The value of a column, its classes known where the data have been read.
  package func valueType(
    of column: CheckedColumn, in data: String, _ type: any ColumnType
  ) -> ValueType {
    type.valueType(
      column: "\(data).\(column.name)",
      classes: facts?.encoding(data: data, column: column.name)?.classes)
  }

  // MARK: Inputs

  /// The graph's input that a feed fills.
  package func input(_ feed: Feed, dims: [Dim]) -> Value {
    if let value = feedValues[feed] { return value }
    let rows = dataSets[feed.data]?.rows ?? RowSpace(0)
    let value = builder.graph.input(feed.description, TensorType(rows: rows, dims: dims))
    feedValues[feed] = value
    feeds[feed.description] = feed
    return value
  }

  private func value(of reference: InputReference) -> BodyValue? {
    switch reference {
    case .record(let data, let columns): return .record(data: data, columns: columns)
    case .column(let data, let name):
      guard let column = dataSets[data]?.column(name), let type = column.type else { return nil }
      let dims = valueType(of: column, in: data, type).predictionDims
      return .tensor(input(.feature(data: data, column: name), dims: dims), isProbability: false)
    case .declaration(let name, let alias):
      return values[alias.map { "\(name).\($0)" } ?? name]
    }
  }

  // MARK: Bodies

  /// Builds the body of a declaration; its end and named values can be read by later ones.
  package func assemble(
    _ name: String, inputs: [CheckedInput], body: CheckedBody
  ) throws(TypeMismatch) {
    failure = nil
    let (end, locals) = try builder.inScope(name) { () throws(TypeMismatch) in
      try build(body, inputs: inputs)
    }
    values[name] = end
    for (alias, value) in locals { values["\(name).\(alias)"] = value }
  }

  /// The value of a declaration's end or of a named value of its body.
  package func value(of declaration: String, named alias: String? = nil) -> BodyValue? {
    values[alias.map { "\(declaration).\($0)" } ?? declaration]
  }

  private func build(
    _ body: CheckedBody, inputs: [CheckedInput]
  ) throws(TypeMismatch) -> (BodyValue, [String: BodyValue]) {
    var scope: [String: BodyValue] = [:]
    for input in inputs { scope[input.name] = value(of: input.reference) }
    guard let first = inputs.first, let start = scope[first.name] else {
      throw TypeMismatch("the body reads a value that has not been built")
    }
    var aliases: [String: BodyValue] = [:]
    let end = try run(body, from: start, scope: &scope, aliases: &aliases)
    return (end, aliases)
  }

  private func run(
    _ body: CheckedBody, from start: BodyValue, scope: inout [String: BodyValue],
    aliases: inout [String: BodyValue]
  ) throws(TypeMismatch) -> BodyValue {
    var current = start
    for chain in body.chains {
      if let name = chain.start, let value = scope[name] { current = value }
      for step in chain.steps {
        current = try build(step, on: current, scope: scope)
        onStep?(step.range, current)
        guard let alias = step.alias else { continue }
        scope[alias] = current
        aliases[alias] = current
      }
    }
    return current
  }

  private func build(
    _ step: CheckedStep, on value: BodyValue, scope: [String: BodyValue]
  ) throws(TypeMismatch) -> BodyValue {
    do {
      let result = try builder.inStep(step.alias ?? step.name) { () throws(TypeMismatch) in
        builder.graph.origin = Origin(name: builder.path, line: step.line)
        return try apply(step, to: value, scope: scope)
      }
      try checkAssertion(of: step, on: result)
      return result
    } catch {
      fail(.shapeMismatch, step.range, error, before: value)
      throw error
    }
  }

  private func fail(
    _ code: DiagnosticCode, _ range: SourceRange, _ mismatch: TypeMismatch, before value: BodyValue
  ) {
    guard failure == nil else { return }
    failure = Failure(code: code, range: range, mismatch: mismatch, type: describe(value))
  }

  private func apply(
    _ step: CheckedStep, to value: BodyValue, scope: [String: BodyValue]
  ) throws(TypeMismatch) -> BodyValue {
    switch step.kind {
    case .encoder(let encoder):
      guard case .record(let data, let columns) = value else {
        throw reject(
          .nothingToEncode, step, value,
          TypeMismatch("`\(step.name)` takes columns, and this is already `\(describe(value))`"))
      }
      return .tensor(try encode(columns, of: data, with: encoder), isProbability: false)
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
        .recordNotEncoded, step, value,
        TypeMismatch(
          "`\(step.name)` takes numbers, and this is a record of columns",
          help: "make a vector of the columns first: write `encode` before it"))
    }
    var operands: [Value] = []
    var areProbabilities = isProbability
    for name in step.operands {
      guard case .tensor(let operand, let flag)? = scope[name] else {
        throw reject(
          .recordNotEncoded, step, value, TypeMismatch("`\(name)` is no value that can be combined")
        )
      }
      operands.append(operand)
      areProbabilities = areProbabilities && flag
    }
    let body = step.body.map { body in
      LayerBody { [self] (start) throws(TypeMismatch) in
        var inner = scope
        var aliases: [String: BodyValue] = [:]
        let end = try run(
          body, from: .tensor(start, isProbability: false), scope: &inner, aliases: &aliases)
        guard case .tensor(let result, _) = end else { return start }
        return result
      }
    }
    let result = try layer.build(x, operands: operands, body: body, in: builder)
    return .tensor(
      result, isProbability: type(of: layer).probability.holds(whenOperandsAre: areProbabilities))
  }

  private func reject(
    _ code: DiagnosticCode, _ step: CheckedStep, _ value: BodyValue, _ mismatch: TypeMismatch
  ) -> TypeMismatch {
    fail(code, step.range, mismatch, before: value)
    return mismatch
  }

  private func encode(
    _ columns: [String], of data: String, with encoder: any RecordEncoder
  ) throws(TypeMismatch) -> Value {
    var encoded: [EncodedColumn] = []
    var width = Dim.size(0)
    for name in columns {
      guard let column = dataSets[data]?.column(name), let type = column.type else { continue }
      let form = try encoder.encode(
        column: "\(data).\(name)", valueType(of: column, in: data, type))
      width = width + form.width
      encoded.append(
        EncodedColumn(
          column: name, form: form.isOneHot ? .oneHot : .value, width: form.width.size ?? 0))
    }
    return input(.record(data: data, columns: encoded), dims: [width])
  }

  private func checkAssertion(of step: CheckedStep, on value: BodyValue) throws(TypeMismatch) {
    guard let asserted = step.assertedType else { return }
    let wanted = PredictionType(dims: asserted.dims, isProbability: asserted.isProbability)
    if case .tensor(let tensor, let isProbability) = value,
      builder.graph.type(of: tensor).dims == asserted.dims,
      isProbability || !asserted.isProbability
    {
      return
    }
    let mismatch = TypeMismatch("this is `\(describe(value))`, not `\(wanted)` as the step asserts")
    fail(.assertedType, asserted.range, mismatch, before: value)
    throw mismatch
  }

  /// A value's type as the language writes it.
  package func describe(_ value: BodyValue) -> String {
    switch value {
    case .record(let data, let columns):
      columns.count == 1
        ? "the column \(data).\(columns[0])" : "a record of \(columns.count) columns"
    case .tensor(let tensor, let isProbability):
      PredictionType(dims: builder.graph.type(of: tensor).dims, isProbability: isProbability)
        .description
    }
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
