import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// Schemes that combine whole gradients, against numbers computed independently (methods of the field on
/// the matrices and losses that their reference tables use).
struct RowWeightingTests {
  /// Two steps of a scheme, or one, on the same or scaled gradients.
  struct Case: CustomTestStringConvertible, Sendable {
    let weighting: String
    var arguments: [String: ConstantValue] = [:]
    var rows: [[Double]] = [[1, 2, -1, 0], [-2, 1, 0.5, 1], [0.5, -1, 3, -0.5]]
    var losses: [Double] = [2, 0.5, 1]
    /// What the rows of the second step are those of the first times.
    var scales: [Double] = [1, 1, 1]
    /// The direction after each step.
    var directions: [[Double]] = []
    /// The weights after each step.
    var weights: [[Double]] = []

    var testDescription: String { weighting }
  }

  static let cases: [Case] = [
    Case(
      weighting: "moco",
      directions: [
        [0.09279972, 0.24955447, 0.03853052, 0.00760077].map { 3 * $0 },
        [0.12375844, 0.33423008, 0.05501937, 0.01028086].map { 3 * $0 },
      ],
      weights: [
        [0.32811511, 0.33551938, 0.33636552].map { 3 * $0 },
        [0.32506998, 0.33681555, 0.33811447].map { 3 * $0 },
      ]),
    Case(
      weighting: "db_mtl",
      directions: [
        [-0.11872418, 0.45394494, 0.3587859, 0.12284833],
        [-0.22557594, 0.86249539, 0.68169322, 0.23341182],
      ], weights: [[4.0824829, 1, 1.5430335], [4.0824829, 1, 1.5430335]]),
    Case(
      weighting: "excess_mtl", arguments: ["rate": .float(0.01)], scales: [0.5, 1, 2],
      weights: [[1, 1, 1], [0.99317282, 0.99798644, 1.00884074]]),
    Case(
      weighting: "config",
      directions: [[0.30904574, 2.32076038, 2.04403544, 0.24177923]]),
    Case(
      weighting: "config", rows: [[-4, 1, 1], [6, 1, 1]], losses: [1, 1], scales: [1, 1],
      directions: [[0.1588, 2.0706, 2.0706]]),
    Case(
      weighting: "config", rows: [[1, 0], [0, 1000]], losses: [1, 1], scales: [1, 1],
      directions: [[500.5, 500.5]]),
    Case(
      weighting: "config", rows: [[1, 0], [-1, 0]], losses: [1, 1], scales: [1, 1],
      directions: [[0, 0]]),
    Case(
      weighting: "trimmed_mean", rows: [[1e11, 3], [1, -1e11], [-1e10, 1e10], [2, 2]],
      losses: [1, 1, 1, 1], scales: [1, 1, 1, 1], directions: [[6, 10]]),
  ]

  @Test(arguments: cases) func givesTheMethodsNumbers(_ example: Case) throws {
    var variables: [String: ReferenceTensor] = [:]
    for step in 0..<max(example.directions.count, example.weights.count) {
      let scales = step == 0 ? example.scales.map { _ in 1 } : example.scales
      let rows = zip(example.rows, scales).map { row, scale in row.map { $0 * scale } }
      let outcome = try Self.run(
        example.weighting, example.arguments, rows: rows, losses: example.losses, step: step,
        variables: variables)
      variables = outcome.variables
      if example.directions.indices ~= step {
        expectNear(outcome.outputs["direction"], example.directions[step])
      }
      if example.weights.indices ~= step {
        expectNear(outcome.outputs["weights"], example.weights[step])
      }
    }
  }

  /// In each coordinate one sign alone is left, and the expected direction is the sum's.
  @Test func signsAreDrawnByTheirShare() throws {
    let rows: [[Double]] = [[1, 2, -1, 0], [-2, 1, 0.5, 1], [0.5, -1, 3, -0.5]]
    let choices: [[Double]] = [[1.5, -2], [3, -1], [3.5, -1], [1, -0.5]]
    var above = [0.0, 0, 0, 0]
    let draws = 400
    for step in 0..<draws {
      let outcome = try Self.run(
        "graddrop", [:], rows: rows, losses: [1, 1, 1], step: step, variables: [:])
      let direction = try #require(outcome.outputs["direction"]?.values)
      for (index, value) in direction.enumerated() {
        #expect(choices[index].contains { abs($0 - value) < 1e-9 })
        if value > 0 { above[index] += 1 / Double(draws) }
      }
    }
    for (share, chance) in zip(above, [3.0 / 7, 0.75, 7.0 / 9, 2.0 / 3]) {
      #expect(abs(share - chance) < 0.08, "\(share) is not near \(chance)")
    }
  }

  @Test func allPassesWhereNothingIsDropped() throws {
    let outcome = try Self.run(
      "graddrop", ["leak": .float(1)], rows: [[1, 0], [-3, 0]], losses: [1, 1], step: 0,
      variables: [:])
    expectNear(outcome.outputs["direction"], [-2, 0])
  }

  /// A task without a label has no row, and its average stands still.
  @Test(arguments: ["moco", "db_mtl", "excess_mtl", "config", "graddrop"])
  func absentTasksHaveNoPart(_ weighting: String) throws {
    let two = try Self.run(
      weighting, [:], rows: [[1, 2], [-1, 3]], losses: [1, 2], step: 0, variables: [:])
    let three = try Self.run(
      weighting, [:], rows: [[1, 2], [0, 0], [-1, 3]], losses: [1, 0, 2], presence: [1, 0, 1],
      step: 0, variables: [:])
    let (expected, found) = (two.outputs["direction"], three.outputs["direction"])
    let values = try #require(expected?.values)
    expectNear(found, values)
    #expect(found?.values.allSatisfy { $0.isFinite } ?? false)
    let averages = three.variables.filter { $0.key.hasSuffix("averages") }.values.first?.values
    #expect(averages.map { $0[2] == 0 && $0[3] == 0 } ?? true)
  }

  /// A task without a label is not one whose gradient is 0: as many of the others count as if it did not exist.
  @Test func absentTasksAreNotTrimmed() throws {
    let rows: [[Double]] = [[1, -7], [3, 2], [-5, 4], [2, 9], [8, 1]]
    for present in [[0, 1, 2], [1, 3, 4], [0, 2, 3, 4], [0, 1, 2, 3, 4]] {
      let alone = try Self.run(
        "trimmed_mean", [:], rows: present.map { rows[$0] }, losses: present.map { _ in 1 },
        step: 0, variables: [:])
      expectNear(
        try trimmedMean(of: rows, present), try #require(alone.outputs["direction"]?.values))
    }
    expectNear(try trimmedMean(of: rows, [0, 1, 2]), [3, 6])
  }

  /// Where trimming would leave nothing, fewer are left out.
  @Test func fewTasksAreTrimmedLess() throws {
    let rows: [[Double]] = [[1, -7], [3, 2], [-5, 4], [2, 9], [8, 1]]
    expectNear(try trimmedMean(of: rows, [2]), [-5, 4])
    expectNear(try trimmedMean(of: rows, [1, 4]), [11, 3])
    expectNear(try trimmedMean(of: rows, []), [0, 0])
    // The middle one of three, and the two in the middle of four, where two are to go at each end.
    expectNear(try trimmedMean(of: rows, [1, 2, 4], trim: 2), [9, 6])
    expectNear(try trimmedMean(of: rows, [0, 1, 3, 4], trim: 2), [10, 6])
  }

  /// What is made of the rows of those tasks that have a label.
  private func trimmedMean(
    of rows: [[Double]], _ present: [Int], trim: Int = 1
  ) throws -> ReferenceTensor? {
    let presence = rows.indices.map { present.contains($0) ? 1.0 : 0 }
    let given = zip(rows, presence).map { row, presence in row.map { $0 * presence } }
    let outcome = try Self.run(
      "trimmed_mean", ["trim": .integer(trim)], rows: given, losses: presence, presence: presence,
      step: 0, variables: [:])
    return outcome.outputs["direction"]
  }

  /// Only the tasks of the batch share their weight anew.
  @Test func absentTasksKeepTheirWeight() throws {
    let outcome = try Self.run(
      "moco", [:], rows: [[1, 2], [0, 0], [-1, 3]], losses: [1, 0, 2], presence: [1, 0, 1],
      step: 0, variables: [:])
    let kept = outcome.variables.filter { $0.key.hasSuffix("gram_weights_state") }
    let weights = try #require(kept.values.first?.values)
    #expect(abs(weights[1] - 1 / 3.0) < 1e-6)
    #expect(abs(weights[0] + weights[2] - 2 / 3.0) < 1e-6)
  }

  /// A task that every second batch has no label of is not forgotten.
  @Test func absencesDoNotStarve() throws {
    var (variables, weights): ([String: ReferenceTensor], [Double]) = ([:], [])
    for step in 0..<40 {
      let isPresent = step % 2 == 0 ? 1.0 : 0
      let outcome = try Self.run(
        "excess_mtl", [:], rows: [[1, 0], [0, isPresent]], losses: [1, isPresent],
        presence: [1, isPresent], step: step, variables: variables)
      variables = outcome.variables
      if isPresent > 0 { weights = outcome.outputs["weights"]?.values ?? [] }
    }
    #expect(weights.count == 2 && weights.allSatisfy { $0 > 0.3 }, "\(weights)")
  }

  /// A loss that has become 0 while its gradient has not, as of a cross entropy in single precision.
  @Test func aTaskThatHasArrivedHasNoPart() throws {
    let alone = try Self.run(
      "db_mtl", [:], rows: [[1, 2]], losses: [1], step: 0, variables: [:])
    let both = try Self.run(
      "db_mtl", [:], rows: [[1, 2], [1e-8, 0]], losses: [1, 0], step: 0, variables: [:])
    expectNear(both.outputs["direction"], try #require(alone.outputs["direction"]?.values))
    expectNear(both.outputs["weights"], [1, 0])
  }

  // MARK: Running

  /// What a scheme makes of gradients in one step.
  private static func run(
    _ name: String, _ given: [String: ConstantValue], rows: [[Double]], losses: [Double],
    presence: [Double]? = nil, step: Int, variables: [String: ReferenceTensor]
  ) throws -> ReferenceOutcome {
    let type = try #require(Registry.weightings.first { $0.name == name })
    let weighting = type.init(Arguments(defaultsOf: type.parameters, given))
    let builder = ModelBuilder(isTraining: true)
    let (count, length) = (rows.count, rows[0].count)
    let lanes = builder.graph.input("rows", TensorType(dims: [.size(length)], lanes: count))
    let tasks = TaskLosses(
      tasks: (0..<count).map { "task\($0)" }, families: Array(repeating: nil, count: count),
      likelihoods: Array(repeating: .gaussian, count: count),
      values: builder.graph.input("losses", TensorType([count])),
      presence: builder.graph.input("presence", TensorType([count])))
    try append(weighting, lanes, tasks, in: builder)
    var inputs = [
      "rows": ReferenceTensor(shape: [count, length], values: rows.flatMap(\.self)),
      "losses": ReferenceTensor(shape: [count], values: losses),
      "presence": ReferenceTensor(
        shape: [count], values: presence ?? Array(repeating: 1, count: count)),
    ]
    let clock = [Double(step), 0, step == 0 ? 1 : 0]
    for (input, value) in zip(StepClock.allCases, clock) {
      inputs[input.inputName] = ReferenceTensor(shape: [], values: [value])
    }
    var variables = variables
    for state in builder.states where variables[state.name] == nil {
      variables[state.name] = ReferenceTensor(shape: state.dims.compactMap(\.size))
    }
    return try ReferenceEvaluator.run(
      builder.graph, inputs: inputs, variables: variables,
      step: ReferenceStep(rowCounts: [], random: RandomKey(seed: 3, step: UInt64(step))))
  }

  /// Appends the scheme's direction, and its weights where it has such, as outputs.
  private static func append(
    _ weighting: any Weighting, _ rows: Value, _ tasks: TaskLosses, in builder: ModelBuilder
  ) throws {
    switch weighting {
    case let scheme as any RowWeighting:
      let combined = try scheme.combine(GradientRows(values: rows, losses: tasks), in: builder)
      output("direction", combined.direction, of: builder)
      if let weights = combined.weights { output("weights", weights, of: builder) }
    case let scheme as any GramWeighting:
      let products = try builder.graph.laneProducts(of: rows)
      let found = try scheme.weights(
        of: tasks, blocks: [(products, Array(0..<tasks.count))], in: builder)
      var sum: Value?
      for task in 0..<tasks.count {
        let row = try builder.graph.lane(task, of: rows)
        let weight = try builder.graph.broadcast(
          builder.graph.slice(found.weights, at: task, dims: []),
          to: builder.graph.type(of: row))
        let term = try builder.graph.multiply(row, weight)
        sum = if let former = sum { try builder.graph.add(former, term) } else { term }
      }
      output("direction", try #require(sum), of: builder)
      output("weights", found.weights, of: builder)
    default: Issue.record("\(type(of: weighting).name) does not combine gradients")
    }
  }

  private static func output(_ name: String, _ value: Value, of builder: ModelBuilder) {
    builder.graph.outputs.append(Graph.Output(name: name, value: value))
  }

  private func expectNear(_ found: ReferenceTensor?, _ expected: [Double]) {
    let values = found?.values ?? []
    #expect(values.count == expected.count)
    for (value, wanted) in zip(values, expected) {
      #expect(abs(value - wanted) <= 1e-4 * max(1, abs(wanted)), "\(values) is not \(expected)")
    }
  }
}
