import MTL
import MTLCatalogue
import MTLCompiler
import MTLRuntime
import MTLSemantics

/// A small network with several tasks over one trunk, on a table made by formulas.
struct WeightedSample {
  /// The tasks in the order of the spec.
  var tasks = ["a", "b", "c"]
  var weighting = "equal"
  /// The trunk after `encode`.
  var trunk = "dense(5) -> tanh"
  /// The arguments of `encode`.
  var encoding = ""
  /// What a task reads where it is not the trunk.
  var reads: [String: String] = [:]
  /// Further blocks before the tasks.
  var more = ""
  /// The factor on a task's loss where it is not 1.
  var factors: [String: Double] = [:]
  var batch = 8
  var optimizer = "sgd(learning_rate: 0.1)"
  /// Further lines of the block of training, and what stands behind it.
  var settings = ""
  var after = ""
  /// How many rows there are.
  var rows = 16
  /// Whether a row has a label of a task.
  var hasLabel: @Sendable (Int, String) -> Bool = { _, _ in true }
  /// The rows that are in the table.
  var isKept: @Sendable (Int) -> Bool = { _ in true }

  var sample: Sample {
    let blocks = tasks.map { task in
      """
      task \(task)(\(reads[task] ?? "trunk")) {
          dense(1)
          loss \(factors[task].map { "\($0) * " } ?? "")mse(rows.\(task))
      }
      """
    }
    let spec = """
      model weighted

      data rows from csv("rows.csv") {
          feature x, y, z: number(scale: none)
          feature kind: category(["p", "q", "r", "s", "t"])
          label a, b, c: number(scale: none)
          split random(validation: 0%, test: 0%)
      }

      shared trunk(rows.features) {
          encode\(encoding)
          \(trunk)
      }

      \(more)

      \(blocks.joined(separator: "\n\n"))

      weighting \(weighting)

      train {
          optimizer \(optimizer)
          batch \(batch)
          \(settings)
      }

      \(after)

      """
    return Sample(spec: spec, files: ["rows.csv": table])
  }

  /// Labels that pull in different directions, of different size.
  private var table: String {
    var lines = ["x,y,z,kind,a,b,c"]
    for row in 0..<rows where isKept(row) {
      let numbers = (0..<3).map { Double((row * 37 + $0 * 53 + row * row * 11) % 101) / 50 - 1 }
      let kind = ["p", "q", "r", "s", "t"][row * 7 % 5]
      let values = [
        numbers[0] - numbers[1], 2 * numbers[1] - numbers[0] + 0.5,
        0.5 - 3 * numbers[2] * numbers[0],
      ]
      let labels = zip(["a", "b", "c"], values).map { hasLabel(row, $0) ? "\($1)" : "" }
      lines.append((numbers.map { "\($0)" } + [kind] + labels).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What some steps leave behind.
  struct Outcome {
    /// The parameters before the first step and after the last, by name.
    let before: [String: [Float]]
    let after: [String: [Float]]
    /// The weight of each task in the last step.
    let weights: [String: Double]

    /// How far the parameters with some beginning of their names have moved against their gradients, at
    /// a learning rate of 1, one after another in the order of their names.
    func way(_ prefixes: [String]) -> [Double] {
      before.keys.sorted().filter { name in prefixes.contains { name.hasPrefix($0) } }
        .flatMap { name in
          zip(before[name] ?? [], after[name] ?? []).map { Double($0) - Double($1) }
        }
    }
  }

  /// Makes some steps over the rows in their order.
  func run(steps: Int = 1, learningRate: Double = 0.1, threads: Int = 1) throws -> Outcome {
    let bench = try Workbench()
    try bench.write(sample)
    let session = try bench.session(
      bench.options {
        $0.threads = threads
        $0.shuffles = false
      })
    let before = session.parameters
    for step in 0..<steps { session.step(step, learningRate: learningRate) }
    var weights: [String: Double] = [:]
    for (number, task) in session.compiled.model.tasks.enumerated() {
      weights[task.name] = session.taskLoss(number).map { Double($0.weight) }
    }
    return Outcome(before: before, after: session.parameters, weights: weights)
  }
}

/// The weightings that laws are tested over.
enum TrainableWeightings {
  /// Arguments of schemes whose defaults ask for more tasks than the samples have.
  private static let arguments = ["krum": "(byzantine: 0)"]

  /// Those on a level, as specs name them.
  static func named(_ level: WeightingLevel) -> [String] {
    Registry.weightings
      .filter { $0.level == level && $0.init(Arguments(defaultsOf: $0.parameters)).isTrainable }
      .map { $0.name + (arguments[$0.name] ?? "") }
  }

  /// Those of gradients.
  static let ofGradients = named(.gradients)
  static let all = ofGradients + named(.losses)

  /// Those whose result depends on an order that is drawn at random where there are more than two tasks.
  static func drawsOrder(_ weighting: String) -> Bool {
    ["pcgrad", "gradvac"].contains { weighting.hasPrefix($0) }
  }

  /// Those whose weights, or choice of coordinates, are drawn at random.
  static func drawsWeights(_ weighting: String) -> Bool {
    ["graddrop", "random"].contains { weighting.hasPrefix($0) }
  }

  /// Those that leave nothing of two tasks.
  static func wantsThreeTasks(_ weighting: String) -> Bool {
    weighting.hasPrefix("trimmed_mean")
  }

  /// Those that follow averages of gradients brought to other lengths, even for a task that is alone.
  static func averagesGradients(_ weighting: String) -> Bool {
    ["db_mtl", "moco"].contains { weighting.hasPrefix($0) }
  }

  /// Those whose weights change with the size of all gradients together, or that have none.
  static func dependsOnSize(_ weighting: String) -> Bool {
    ["fairgrad", "graddrop"].contains { weighting.hasPrefix($0) }
  }

  /// Those that move what is shared by a combination of the tasks' gradients in that step.
  static func combines(_ weighting: String) -> Bool {
    let others = ["db_mtl", "graddrop", "moco", "trimmed_mean"]
    return !others.contains { weighting.hasPrefix($0) }
  }
}
