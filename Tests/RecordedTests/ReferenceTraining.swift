import MTL
import MTLCatalogue
import MTLCompiler
import MTLData
import MTLGraph
import MTLSemantics
import Testing

/// Training steps of a spec by the plain evaluation of its training graph, in `Double`, over all rows in
/// the order of their files.
struct ReferenceTraining {
  /// What one step of an epoch reads of the data.
  private struct Batch {
    let inputs: [String: ReferenceTensor]
    let rowCounts: [Int]
  }

  private let compiled: CompiledModel
  private let batches: [Batch]
  private let totalSteps: Int
  private var variables: [String: ReferenceTensor]
  private var count = 0
  /// The weight of each task in the last step.
  private(set) var weights: [String: Double] = [:]

  init(_ spec: LoadedSpec, parameters: [String: ReferenceTensor], totalSteps: Int) throws {
    self.totalSteps = totalSteps
    compiled = try Driver.compile(spec)
    batches = try Self.batches(of: compiled, tables: spec.tables)
    variables = try compiled.variables(parameters: parameters)
    if variables[GraphName.decayMask] != nil {
      let model = compiled.model
      variables[GraphName.decayMask] = compiled.factors { spec in
        spec.decays ? model.settings(ofParameter: spec.name)?.decay ?? 1 : 0
      }
    }
  }

  /// Makes the next step; each task's loss by name.
  mutating func step() throws -> [String: Double] {
    if variables[GraphName.rateMask] != nil { variables[GraphName.rateMask] = rates }
    let batch = batches[count % batches.count]
    let random = RandomKey(seed: compiled.model.training.seed, step: UInt64(count))
    let outcome = try ReferenceEvaluator.run(
      compiled.training.graph, inputs: batch.inputs.merging(scalars) { $1 }, variables: variables,
      step: ReferenceStep(rowCounts: batch.rowCounts, random: random))
    variables = outcome.variables
    count += 1
    var losses: [String: Double] = [:]
    for task in compiled.model.tasks {
      losses[task.name] = outcome.outputs[GraphName.loss(task.name)]?.values.first
      weights[task.name] = outcome.outputs[GraphName.weight(task.name)]?.values.first
    }
    return losses
  }

  /// All parameters by name, as the last step has left them.
  var parameters: [String: [Double]] {
    let flat = variables[ModelBuilder.parametersVariable]?.values ?? []
    var parameters: [String: [Double]] = [:]
    for spec in compiled.parameters {
      guard let offset = compiled.parameterLayout.offsets[spec.name] else { continue }
      parameters[spec.name] = Array(flat[offset..<offset + spec.count])
    }
    return parameters
  }

  /// The optimizer's numbers in the next step, and the weighting's.
  private var scalars: [String: ReferenceTensor] {
    let training = compiled.model.training
    let progress = ScheduleProgress(
      step: count, totalSteps: totalSteps, stepsPerEpoch: batches.count)
    let scalars = compiled.scalars(
      step: count,
      learningRate: training.optimizer.learningRate * training.schedule.factor(at: progress))
    return scalars.merging(clocks) { $1 }
  }

  /// What a weighting may know of the next step's place in training.
  private var clocks: [String: ReferenceTensor] {
    var inputs: [String: ReferenceTensor] = [:]
    for clock in StepClock.allCases {
      let value =
        switch clock {
        case .step: count
        case .epoch: count / batches.count
        case .isEpochStart: count % batches.count == 0 ? 1 : 0
        }
      inputs[clock.inputName] = ReferenceTensor(shape: [], values: [Double(value)])
    }
    return inputs
  }

  /// The factor on the learning rate of each parameter in the next step.
  private var rates: ReferenceTensor {
    compiled.factors { spec in
      if spec.isFrozen { return 0 }
      let settings = compiled.model.settings(ofParameter: spec.name)
      return settings?.rate(step: count, stepsPerEpoch: batches.count) ?? 1
    }
  }

  // MARK: Batches

  /// The batches of an epoch: the training rows of the tables, one table after another.
  private static func batches(
    of compiled: CompiledModel, tables: [DataTable]
  ) throws -> [Batch] {
    let rows = tables.indices.flatMap { table in
      tables[table].rows(of: .train).map { (table: table, row: $0) }
    }
    return try stride(from: 0, to: rows.count, by: compiled.batch).map { first in
      let chosen = rows[first..<min(first + compiled.batch, rows.count)]
      let selection = tables.indices.map { table in
        chosen.filter { $0.table == table }.map(\.row)
      }
      return try batch(of: selection, compiled.training, tables)
    }
  }

  /// The batch of chosen rows of each table.
  private static func batch(
    of selection: [[Int32]], _ training: CompiledGraph, _ tables: [DataTable]
  ) throws -> Batch {
    var counts = selection.map(\.count)
    for joined in training.joins {
      counts.append(joined.parts.reduce(0) { $0 + counts[$1.index] })
    }
    let step = ReferenceStep(rowCounts: counts)
    var inputs: [String: ReferenceTensor] = [:]
    for node in training.graph.nodes {
      guard case .input(let name) = node.definition, let feed = training.feeds[name] else {
        continue
      }
      let table = try #require(tables.firstIndex { $0.name == feed.data })
      inputs[name] = ReferenceTensor(
        shape: try ReferenceEvaluator.shape(of: node.type, in: step),
        values: values(of: feed, tables[table], rows: selection[table]))
    }
    return Batch(inputs: inputs, rowCounts: counts)
  }

  private static func values(of feed: Feed, _ table: DataTable, rows: [Int32]) -> [Double] {
    let writer = FeedWriter(feed, table: table)
    var values = Array(repeating: Float(0), count: rows.count * writer.width)
    values.withUnsafeMutableBufferPointer { writer.write(rows: rows.span, into: $0) }
    return values.map { Double($0) }
  }
}
