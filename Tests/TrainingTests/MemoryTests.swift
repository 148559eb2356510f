import MTLCatalogue
import MTLCompiler
import MTLRuntime
import Testing

/// Values that are computed again instead of being kept.
struct MemoryTests {
  private static func sample(_ memory: String, body: String) -> Sample {
    let spec = """
      model deep

      data d from csv("d.csv") {
          feature x, z: number
          label y: number(scale: none)
          label k: flag
          split random(validation: 20%, test: 20%, seed: 3)
      }

      shared trunk(d.features) {
          encode
          \(body)
      }

      task y(trunk) {
          dense(4) -> relu -> dense(1)
          loss mse(d.y)
      }

      task k(trunk) {
          dense(1)
          loss binary_cross_entropy(d.k)
      }

      train {
          batch 64
          \(memory)
      }

      """
    let rows = (0..<200).map { "\($0 % 7),\($0 * 5 % 11),\($0 * 3 % 5),\($0 * $0 % 3 / 2)\n" }
    return Sample(spec: spec, files: ["d.csv": "x,z,y,k\n" + rows.joined()])
  }

  private static let bodies = [
    "repeat(24) { dense(48) -> tanh }",
    "repeat(12) { dense(32) -> batch_norm -> relu -> dropout(0.3) }",
    "dense(32) -> repeat(12) { residual { layer_norm -> dense(32) -> gelu } }",
  ]

  /// The losses of some steps, parameters at their end, and the memory of a step.
  private func train(_ sample: Sample) throws -> (losses: [Float], end: [[Float]], memory: Int) {
    let bench = try Workbench()
    try bench.write(sample)
    let session = try bench.session()
    var losses: [Float] = []
    for step in 0..<8 {
      session.step(step, learningRate: 0.01)
      losses.append(session.total)
    }
    let end = session.compiled.parameters.map { session.parameter($0.name) }
    let plan = session.compiled.training.plan
    return (losses, end, plan.arenaEnd - plan.variableEnd)
  }

  @Test(arguments: bodies)
  func whatIsComputedAgainIsTheSame(body: String) throws {
    let kept = try train(Self.sample("", body: body))
    let again = try train(Self.sample("memory recompute", body: body))
    #expect(again.losses == kept.losses)
    #expect(again.end == kept.end)
    #expect(again.memory * 10 < kept.memory * 7, "\(again.memory) of \(kept.memory)")
  }

  /// Where no cut saves anything the plan stays as it is.
  @Test func shallowModelsStayAsTheyAre() throws {
    let kept = try train(Self.sample("memory keep", body: "dense(4)"))
    let again = try train(Self.sample("memory recompute", body: "dense(4)"))
    #expect(again.losses == kept.losses)
    #expect(again.memory <= kept.memory)
  }
}
