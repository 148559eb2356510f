import MTL
import MTLCatalogue
import MTLCompiler
import MTLGraph
import MTLRuntime
import Testing

/// Learnt tables of which a step moves the rows that its batch has read.
struct TableTests {
  private static let rows = (0..<60).map { row in
    "\(row * 7 % 23),\(row * row % 11),\(row % 5 == 4 ? "" : "t\(row * 3 % 17)"),\(row * 11 % 9)\n"
  }

  /// Two encoders over tables of categories, and a bag of words.
  private static func sample(
    isDense: Bool = false, optimizer: String = "sgd(learning_rate: 0.1)", train: String = "",
    after: String = ""
  ) -> Sample {
    let dense = isDense ? ", dense_updates: true" : ""
    let spec = """
      model small

      data d from csv("d.csv") {
          feature a, b, c: category
          label y: number(scale: none)
          split random(validation: 20%, test: 20%, seed: 3)
      }

      shared trunk(d.features) {
          encode(embedding: 3\(dense))
          dense(4) -> tanh
      }

      task y(trunk) {
          dense(1)
          loss mse(d.y)
      }

      \(after)

      train {
          optimizer \(optimizer)
          batch 8
          \(train)
      }

      """
    return Sample(spec: spec, files: ["d.csv": "a,b,c,y\n" + rows.joined()])
  }

  /// A second task, under a scheme that reads the tables once more after they have moved.
  private static let hindsight = """
    task z(trunk) {
        dense(1)
        loss mae(d.y)
    }

    weighting famo(learning_rate: 0.5)
    """

  /// The parameters after some steps.
  private func parameters(
    of sample: Sample, steps: Int = 20, threads: Int = 1
  ) throws -> [String: [Float]] {
    let bench = try Workbench()
    try bench.write(sample)
    let session = try bench.session(bench.options { $0.threads = threads })
    for step in 0..<steps { session.step(step, learningRate: 0.1) }
    let names = session.compiled.parameters.map(\.name)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, session.parameter($0)) })
  }

  /// Without momentum a row that nobody reads stands still anyway.
  @Test(
    arguments: [
      ("", ""), ("clip value(0.01)", ""), ("average 0.9", ""),
      ("", "parameters trunk {\n    rate 0.5\n}"),
      ("", "parameters trunk {\n    freeze 5 steps\n}"), ("", Self.hindsight),
    ])
  func plainDescentMovesTheSameRows(train: String, after: String) throws {
    let touched = try parameters(of: Self.sample(train: train, after: after))
    let all = try parameters(of: Self.sample(isDense: true, train: train, after: after))
    #expect(touched == all)
    #expect(touched.keys.count { $0.contains("encode") } == 3)
  }

  @Test func onlyTouchedRowsMove() throws {
    let bench = try Workbench()
    try bench.write(Self.sample(optimizer: "adam"))
    let session = try bench.session()
    #expect(session.compiled.parameterLayout.tables.count == 3)
    let name = "trunk.encode.a.weight"
    var moved: Set<Int> = []
    for step in 0..<3 {
      let old = session.parameter(name)
      session.step(step, learningRate: 0.1)
      let new = session.parameter(name)
      let rows = Set(old.indices.filter { old[$0] != new[$0] }.map { $0 / 3 })
      #expect(!rows.isEmpty && rows.count <= 8)
      moved.formUnion(rows)
    }
    #expect(moved.count > 8)
  }

  @Test func threadsMakeNoDifference() throws {
    let sample = Self.sample(optimizer: "adamw", train: "clip norm(0.1)")
    #expect(try parameters(of: sample) == parameters(of: sample, threads: 3))
  }

  /// No instruction goes through a whole table.
  @Test(arguments: ["", hindsight])
  func tablesAreChangedInPlace(after: String) throws {
    let bench = try Workbench()
    try bench.write(Self.sample(optimizer: "adam", after: after))
    let compiled = try bench.session().compiled
    let plan = compiled.training.plan
    var replaced = 0
    for instruction in plan.instructions {
      switch instruction.body {
      case .kernel(.replaceRows, _, _):
        replaced += 1
        #expect(instruction.result.offset < plan.variableEnd)
      case .program: #expect(instruction.units != Extent(24 * 3))
      default: break
      }
    }
    #expect(replaced == 9)
  }

  /// What the layout says of norms over whole tensors holds for tables too: such an optimizer has no rows.
  @Test func lambMovesAllRows() throws {
    let bench = try Workbench()
    try bench.write(Self.sample(optimizer: "lamb"))
    #expect(try bench.session().compiled.parameterLayout.tables.isEmpty)
  }
}
