import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLRuntime
import MTLSemantics
import MTLSource
import MTLSyntax
import Testing

/// The model of `specs/digits.mtl` compiled without dropout, with the recorded batch and parameters.
struct DigitsModel {
  static let recording = Swift.Result { try Recording("digits.json") }

  let compiled: CompiledModel
  let recorded: JSONValue
  /// The recorded first parameters, the log-variances included, under our names.
  let parameters: [String: ReferenceTensor]
  let rows: Int

  /// - Parameters:
  ///   - weighting: The weighting in place of the spec's.
  ///   - optimizer: The optimizer in place of the spec's.
  init(weighting: String, optimizer: String = "adam(learning_rate: 0.001)") throws {
    recorded = try Self.recording.get().root
    compiled = try Self.compile(weighting: weighting, optimizer: optimizer)
    var parameters = RecordedCase(json: recorded).tensors("parameters")
    for member in try #require(recorded["log_variances"]?.members) {
      let value = try #require(member.value.number)
      parameters[Self.logVariance(member.key)] = ReferenceTensor(shape: [], values: [value])
    }
    self.parameters = parameters
    rows = try #require(recorded["inputs"]?["digits.image"]?["shape"]?[0]?.integer)
  }

  /// The name of a task's log-variance.
  static func logVariance(_ task: String) -> String { "weighting.\(task).log_variance" }

  private static func compile(weighting: String, optimizer: String) throws -> CompiledModel {
    let path = FilePath.split(Recording.folder).folder + "/specs/digits.mtl"
    let spec = String(decoding: try FileBytes.read(path, limit: 1 << 20), as: UTF8.self)
    let text = edited(spec, weighting: weighting, optimizer: optimizer)
    let source = SourceText(name: "digits.mtl", bytes: Array(text.utf8))
    let model = try #require(Checker.check(SyntaxTree.parse(source)).model)
    return try Compiler.compile(model, facts: DataFacts())
  }

  /// The spec without dropout, with another weighting and another optimizer.
  private static func edited(_ spec: String, weighting: String, optimizer: String) -> String {
    let lines = spec.split(separator: "\n").map { line -> String in
      switch line.split(separator: " ").first {
      case "weighting": return "weighting \(weighting)"
      case "optimizer": return "optimizer \(optimizer)"
      default:
        let steps = line.split(separator: " -> ").filter { !$0.hasPrefix("dropout(") }
        return steps.joined(separator: " -> ")
      }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: Feeding

  /// The recorded tensor that a feed stands for.
  private func recorded(_ feed: Feed) throws -> ReferenceTensor {
    let name =
      switch feed {
      case .feature(let data, let column), .weight(let data, let column): "\(data).\(column)"
      case .label(let target): "\(target.data).\(target.label)"
      case .presence(let target): target.label == "image" ? "mask.redraw" : "mask.\(target.label)"
      case .record: ""
      }
    return try #require(ReferenceTensor(recorded: recorded["inputs"]?[name]))
  }

  /// The recorded batch as the inputs of a graph.
  func batch(of graph: CompiledGraph) throws -> [String: ReferenceTensor] {
    var inputs: [String: ReferenceTensor] = [:]
    for node in graph.graph.nodes {
      guard case .input(let name) = node.definition, let feed = graph.feeds[name] else { continue }
      inputs[name] = ReferenceTensor(
        shape: try ReferenceEvaluator.shape(of: node.type, in: step),
        values: try recorded(feed).values)
    }
    return inputs
  }

  /// The rows of the recorded batch.
  var step: ReferenceStep { ReferenceStep(rowCounts: [rows]) }

  /// All variables, the recorded parameters among them.
  func variables() throws -> [String: ReferenceTensor] {
    try compiled.variables(parameters: parameters)
  }

  /// A flat vector that is laid out as the parameters are, by their names.
  func byName(_ flat: [Double]) -> [String: [Double]] {
    var values: [String: [Double]] = [:]
    for spec in compiled.parameters {
      guard let offset = compiled.parameterLayout.offsets[spec.name],
        offset + spec.count <= flat.count
      else { continue }
      values[spec.name] = Array(flat[offset..<offset + spec.count])
    }
    return values
  }
}

/// A trainer of the compiled graph by plain evaluation, or by its plan.
protocol DigitsTrainer {
  /// Makes the next step; its outputs by name.
  mutating func step() throws -> [String: [Double]]

  /// A variable as it stands.
  func variable(_ name: String) -> [Double]
}

/// Training steps in `Double`.
struct ReferenceTrainer: DigitsTrainer {
  private let model: DigitsModel
  private let inputs: [String: ReferenceTensor]
  private var variables: [String: ReferenceTensor]
  private var count = 0

  init(_ model: DigitsModel) throws {
    self.model = model
    inputs = try model.batch(of: model.compiled.training)
    variables = try model.variables()
  }

  mutating func step() throws -> [String: [Double]] {
    let outcome = try ReferenceEvaluator.run(
      model.compiled.training.graph,
      inputs: inputs.merging(model.compiled.scalars(step: count)) { $1 },
      variables: variables, step: model.step)
    variables = outcome.variables
    count += 1
    return outcome.outputs.mapValues(\.values)
  }

  func variable(_ name: String) -> [Double] { variables[name]?.values ?? [] }
}

/// Training steps by the plan, in `Float`.
struct KernelTrainer: DigitsTrainer {
  private let model: DigitsModel
  private let executor: Executor
  private var count = 0

  init(_ model: DigitsModel, on set: InstructionSet) throws {
    self.model = model
    let compiled = model.compiled
    executor = Executor(
      plan: compiled.training.plan,
      memory: Memory(layout: compiled.variables, plans: [compiled.training.plan]),
      threads: ThreadPool(threads: 1), instructionSet: set)
    executor.feed(try model.variables(), layout: compiled.variables)
    executor.feed(try model.batch(of: compiled.training), layout: compiled.variables)
  }

  mutating func step() throws -> [String: [Double]] {
    executor.feed(model.compiled.scalars(step: count), layout: model.compiled.variables)
    executor.run(rowCounts: [model.rows], random: RandomKey(seed: 0, step: UInt64(count)))
    count += 1
    return executor.outputs(of: model.compiled.training.graph)
  }

  func variable(_ name: String) -> [Double] {
    executor.variables([name], layout: model.compiled.variables)[name] ?? []
  }
}
