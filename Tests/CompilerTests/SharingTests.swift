import Foundation
import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// The views that sharing schemes mix, against the formula.
struct SharingTests {
  private static let rows = 3

  /// Numbers between -1 and 1 that are easily told apart.
  private static func numbers(_ shape: [Int], _ salt: Int, hasRows: Bool = true) -> ReferenceTensor
  {
    let count = shape.reduce(1, *)
    return ReferenceTensor(
      shape: shape,
      values: (0..<count).map { Double(($0 * 37 + salt * 61) % 101) / 50.5 - 1 }, hasRows: hasRows)
  }

  @Test(arguments: [1, 2, 5])
  func aMixtureOfExpertsIsWeighedByItsGate(_ experts: Int) throws {
    let scheme = try #require(Registry.sharings.first { $0.name == "mmoe" })
    let sharing = scheme.init(
      Arguments(defaultsOf: scheme.parameters, ["experts": .integer(experts)]))
    #expect(sharing.copyCount == experts)

    let builder = ModelBuilder(isTraining: true)
    let space = RowSpace(0)
    let copies = (0..<experts).map {
      builder.graph.input("copy \($0)", TensorType(rows: space, [2, 2]))
    }
    let gate = builder.graph.input("gate", TensorType(rows: space, [3, 2]))
    let view = try sharing.view(of: copies, gate: gate, in: builder)
    builder.graph.outputs = [Graph.Output(name: "view", value: view)]
    #expect(builder.parameters.map { $0.name } == ["weight"])

    var fed = ["gate": Self.numbers([Self.rows, 3, 2], 1)]
    for place in 0..<experts { fed["copy \(place)"] = Self.numbers([Self.rows, 2, 2], place + 2) }
    let weight = Self.numbers([6, experts], 99, hasRows: false)
    let outcome = try ReferenceEvaluator.run(
      builder.graph, inputs: fed, variables: ["weight": weight],
      step: ReferenceStep(rowCounts: [Self.rows]))
    let found = try #require(outcome.outputs["view"]).values

    for row in 0..<Self.rows {
      let x = Array(try #require(fed["gate"]).values[row * 6..<row * 6 + 6])
      let logits = (0..<experts).map { expert in
        (0..<6).reduce(0) { $0 + x[$1] * weight.values[$1 * experts + expert] }
      }
      let total = logits.reduce(0) { $0 + exp($1) }
      for place in 0..<4 {
        let wanted = (0..<experts).reduce(0.0) { sum, expert in
          let copy = fed["copy \(expert)"]?.values[row * 4 + place] ?? .nan
          return sum + exp(logits[expert]) / total * copy
        }
        #expect(abs(found[row * 4 + place] - wanted) < 1e-12)
      }
    }
  }
}
