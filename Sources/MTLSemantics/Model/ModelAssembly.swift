import MTLCatalogue
import MTLGraph
import MTLSource

/// Builds checked declarations into a graph, one after another.
///
/// The checker uses it to see types, the compiler to lower the model: what checks is what is built. As in the
/// builder, what is touched for every step is not checked for overlapping accesses as it runs.
package final class ModelAssembly {
  /// Why building stopped: the innermost step and what is wrong with it.
  package struct Failure {
    package let code: DiagnosticCode
    package let range: SourceRange
    package let mismatch: TypeMismatch
    /// The type of the value before the step, or of the one that it gives where that is wrong.
    package var type: String?
    /// Whether that value is columns that no step has made numbers of.
    package var isOfColumns = false
    /// The values that the step names, with their types.
    package var operands: [(name: String, type: String)] = []
    /// The step, where the range is a part of it.
    package var step: SourceRange?
    /// The uses of blocks that the step stands in, innermost first.
    package var uses: [SourceRange] = []
    /// Where the dimensions in question were set, with what to say there.
    package var origins: [(range: SourceRange, text: String)] = []
  }

  /// The most elements of one row of a value, of a weight, and of all weights together.
  package static let elementLimit = Int(Int32.max)

  package let builder: ModelBuilder
  let facts: DataFacts?
  private(set) var dataSets: [String: CheckedData] = [:]
  @exclusivity(unchecked) private var values: [String: BodyValue] = [:]
  /// The types of the columns' values that have been asked for, with the columns.
  var valueTypes: [ObjectIdentifier: (column: CheckedColumn, type: ValueType)] = [:]
  /// The copies of the declarations that give views.
  var sharedCopies: [String: SharedCopies] = [:]
  var feedValues: [Feed: Value] = [:]
  /// What fills the graph's inputs, by the input's name.
  package internal(set) var feeds: [String: Feed] = [:]
  @exclusivity(unchecked) package internal(set) var failure: Failure?
  @exclusivity(unchecked) var origins = DimensionOrigins()
  /// The rows that join others.
  var joins: [RowSpace: RowJoin] = [:]
  @exclusivity(unchecked) private var checkedParameterCount = 0
  @exclusivity(unchecked) private var elementCount = 0
  /// Called with the range and the type of every step that has been built.
  package var onStep: ((SourceRange, BodyValue) -> Void)?
  /// Every step that has been built, each before those inside it.
  @exclusivity(unchecked) package internal(set) var steps: [BuiltStep] = []
  /// Whether steps are given their types as text.
  var describesSteps = true
  /// Whether the body that is being built is one of several copies.
  @exclusivity(unchecked) var isBuildingCopy = false

  package init(builder: ModelBuilder, facts: DataFacts?) {
    self.builder = builder
    self.facts = facts
  }

  /// Makes a data set known.
  package func add(_ data: CheckedData) {
    dataSets[data.name] = data
  }

  /// The data set of a name.
  package func dataSet(_ name: String) -> CheckedData? { dataSets[name] }

  // MARK: Bodies

  /// Builds the body of a declaration; its end and named values can be read by later ones.
  package func assemble(
    _ name: String, inputs: [CheckedInput], body: CheckedBody
  ) throws(TypeMismatch) {
    failure = nil
    let (end, locals) = try builder.inScope(name) { () throws(TypeMismatch) in
      try build(body, inputs: inputs, readsViews: true)
    }
    values[name] = end
    for (alias, value) in locals { values["\(name).\(alias)"] = value }
  }

  /// The value of a declaration's end or of a named value of its body.
  package func value(of declaration: String, named alias: String? = nil) -> BodyValue? {
    values[alias.map { "\(declaration).\($0)" } ?? declaration]
  }

  /// The tensors among the values of declarations and the named values of their bodies.
  var tensors: [String: Value] {
    values.compactMapValues { if case .tensor(let value, _) = $0 { value } else { nil } }
  }

  /// Gives a declared input its value.
  package func define(_ name: String, as value: BodyValue) { values[name] = value }

  /// Builds a body on its inputs, each a view where its declaration gives views.
  func build(
    _ body: CheckedBody, inputs: [CheckedInput], readsViews: Bool
  ) throws(TypeMismatch) -> (BodyValue, [String: BodyValue]) {
    var scope: [String: BodyValue] = [:]
    for input in inputs { scope[input.name] = try value(of: input.reference, asView: readsViews) }
    guard let first = inputs.first, let start = scope[first.name] else {
      throw TypeMismatch("the body reads a value that has not been built")
    }
    var aliases: [String: BodyValue] = [:]
    let end = try run(body, from: start, scope: &scope, aliases: &aliases)
    return (end, aliases)
  }

  func run(
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
        try recorded(step, on: tensors(read: value, step, scope)) {
          () throws(TypeMismatch) in
          try apply(step, to: value, scope: scope)
        }
      }
      recordOrigins(result, of: step, from: value)
      try checkAssertion(of: step, on: result)
      try checkSize(of: step, result)
      return result
    } catch {
      fail(.shapeMismatch, step.range, error, before: value)
      if case .block = step.kind { failure?.uses.append(step.range) }
      throw error
    }
  }

  /// The numbers that a step reads: the value before it, then those that it names.
  private func tensors(
    read value: BodyValue, _ step: CheckedStep, _ scope: [String: BodyValue]
  ) -> [Value] {
    let before = value.tensor.map { [$0] } ?? []
    return step.operands.isEmpty ? before : before + step.operands.compactMap { scope[$0]?.tensor }
  }

  /// Refuses values and weights that no memory could hold.
  private func checkSize(of step: CheckedStep, _ value: BodyValue) throws(TypeMismatch) {
    if case .tensor(let tensor, _) = value,
      let count = builder.graph.type(of: tensor).dims.knownProduct,
      count > ModelAssembly.elementLimit
    {
      throw reject(
        .tooLarge, step, value,
        TypeMismatch("`\(step.name)` makes \(phrase(value)), which is too large to be held"))
    }
    for parameter in builder.parameters[checkedParameterCount...] {
      let count = parameter.count
      elementCount = min(elementCount, ModelAssembly.elementLimit) + min(count, 1 << 62)
      guard elementCount > ModelAssembly.elementLimit else { continue }
      let isAlone = count > ModelAssembly.elementLimit
      let shape = parameter.dims.map(\.description).joined(separator: " x ")
      throw reject(
        .tooLarge, step, value,
        TypeMismatch(
          isAlone
            ? "`\(step.name)` has a weight of \(shape) elements, which is too large to be held"
            : "with `\(step.name)` the weights of the spec are too many to be held"))
    }
    checkedParameterCount = builder.parameters.count
  }

  func fail(
    _ code: DiagnosticCode, _ range: SourceRange, _ mismatch: TypeMismatch, before value: BodyValue
  ) {
    guard failure == nil else { return }
    failure = Failure(
      code: code, range: range, mismatch: mismatch, type: phrase(value),
      isOfColumns: isRecord(value))
  }

  private func checkAssertion(of step: CheckedStep, on value: BodyValue) throws(TypeMismatch) {
    guard let asserted = step.assertedType else { return }
    let wanted = PredictionType(dims: asserted.dims, isProbability: asserted.isProbability)
    if case .tensor(let tensor, let isProbability) = value,
      builder.graph.type(of: tensor).dims.mayEqual(asserted.dims),
      isProbability || !asserted.isProbability
    {
      return
    }
    let mismatch = TypeMismatch(
      "`\(step.name)` gives \(phrase(value)), not `\(wanted)` as asserted")
    fail(.assertedType, asserted.range, mismatch, before: value)
    if failure?.code == .assertedType {
      failure?.step = step.range
      if case .tensor(let tensor, _) = value { explain(tensor, differsFrom: asserted.dims) }
    }
    throw mismatch
  }
}
