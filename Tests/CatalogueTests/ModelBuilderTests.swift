import MTLCatalogue
import MTLGraph
import Testing

/// The names that a builder gives to steps.
@Suite struct ModelBuilderTests {
  /// Steps have parameters of their own even where the spec gives one the name that another would get.
  @Test(arguments: [
    (["dense", "dense", "dense"], ["dense", "dense_2", "dense_3"]),
    (["dense", "dense", "dense_2"], ["dense", "dense_2", "dense_2_2"]),
    (["dense_2", "dense", "dense", "dense"], ["dense_2", "dense", "dense_3", "dense_4"]),
  ])
  func stepsHaveNamesOfTheirOwn(_ steps: [String], _ names: [String]) throws {
    let builder = ModelBuilder(isTraining: false)
    for step in steps {
      _ = try builder.inStep(step) { () throws(TypeMismatch) in
        try builder.parameter("weight", [.size(2)], .constant(0))
      }
    }
    #expect(builder.parameters.map(\.name) == names.map { $0 + ".weight" })
  }
}
