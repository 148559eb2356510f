import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// Values computed once more, as if parameters had moved.
struct RecomputingTests {
  /// Each network's loss, its parameters a little smaller, and the loss that this leads to.
  private static func moved(_ network: Network) throws -> Trial {
    var trial = network.trial
    var next: [Value: Value] = [:]
    for parameter in network.parameters {
      let smaller = try trial.graph.scale(parameter, by: 0.75)
      next[parameter] = smaller
      trial.assign(smaller, to: parameter)
    }
    trial.output("before", network.loss)
    trial.output("after", try trial.graph.recomputed(network.loss, with: next))
    return trial
  }

  @Test func areThoseOfTheNewParameters() throws {
    for network in try Network.all() {
      let trial = try Self.moved(network)
      var later = network.trial
      later.output("after", network.loss)
      for node in network.parameters.map({ network.trial.graph.nodes[$0.index] }) {
        guard case .variable(let name) = node.definition, let fed = later.feeds[name] else {
          continue
        }
        later.feeds[name] = ReferenceTensor(shape: fed.shape, values: fed.values.map { $0 * 0.75 })
      }
      for rows in [4, 3] {
        let (found, expected) = (try trial.expected([rows]), try later.expected([rows]))
        #expect(found["after"] == expected["after"], "\(network.name)")
        #expect(found["after"] != found["before"], "\(network.name)")
      }
    }
  }

  /// The plan reads the parameters before and after it overwrites them.
  @Test func plansKeepTheOrder() throws {
    for network in try Network.all() {
      var trial = try Self.moved(network)
      trial.graph = PassPipeline.standard.run(trial.graph)
      let executor = try trial.executor()
      let expected = try trial.expected([4])
      #expect(differences(trial.run(executor, [4]), expected).isEmpty, "\(network.name)")
    }
  }
}
