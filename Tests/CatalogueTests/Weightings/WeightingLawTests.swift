import MTLCatalogue
import MTLGraph
import Testing

/// The laws that entries declare, for their defaults and gradients in conflict.
struct WeightingLawTests {
  /// The schemes that declare a law.
  static func schemes(_ law: WeightingLaw) -> [String] {
    SchemeTrial.names.filter { SchemeTrial.scheme($0)?.laws.contains(law) ?? false }
  }

  static let samples = [2, 3, 5, 12].flatMap { count in
    [GradientSample(.plain, count), GradientSample(.conflicting, count)]
  }

  /// The losses of the tasks.
  private func losses(_ count: Int) -> [Double] { (0..<count).map { 1 + 0.25 * Double($0) } }

  @Test(arguments: schemes(.permutation), samples)
  func tasksInAnotherOrderKeepTheirWeights(_ name: String, _ sample: GradientSample) throws {
    let count = sample.count
    let order = (0..<count).map { ($0 + 1) % count }
    let losses = losses(count)
    let plain = try SchemeTrial.run(name, gradients: sample.gradients, losses: losses)
    let moved = try SchemeTrial.run(
      name, gradients: order.map { sample.gradients[$0] }, losses: order.map { losses[$0] })
    #expect(areNear(moved.weights, order.map { plain.weights[$0] }, within: 1e-6))
  }

  @Test(arguments: schemes(.nonConflict), samples)
  func noLossGoesUp(_ name: String, _ sample: GradientSample) throws {
    let trial = try SchemeTrial.run(name, gradients: sample.gradients)
    let gram = SchemeTrial.gram(of: sample.gradients)
    let largest = trial.weights.reduce(0) { max($0, abs($1)) }
    for row in 0..<sample.count {
      #expect(gram.product(row: row, trial.weights) >= -1.1e-4 * gram.trace * largest)
    }
  }

  @Test(arguments: schemes(.commonScale), samples)
  func longerGradientsKeepTheirWeights(_ name: String, _ sample: GradientSample) throws {
    let plain = try SchemeTrial.run(name, gradients: sample.gradients)
    for scale in [1e-3, 1e3] {
      let scaled = sample.gradients.map { $0.map { scale * $0 } }
      let trial = try SchemeTrial.run(name, gradients: scaled)
      #expect(areNear(trial.weights, plain.weights, within: 1e-6))
    }
  }

  @Test(arguments: schemes(.ownScale), samples)
  func unitsOfALossLeaveTheDirection(_ name: String, _ sample: GradientSample) throws {
    let plain = try SchemeTrial.run(name, gradients: sample.gradients)
      .direction(of: sample.gradients)
    var gradients = sample.gradients
    gradients[0] = gradients[0].map { 50 * $0 }
    gradients[1] = gradients[1].map { 0.02 * $0 }
    let scaled = try SchemeTrial.run(name, gradients: gradients).direction(of: gradients)
    #expect(areNear(unit(scaled), unit(plain), within: 1e-5))
  }

  @Test(arguments: schemes(.oneTask))
  func oneTaskWeighsOne(_ name: String) throws {
    let kind = try #require(SchemeTrial.scheme(name))
    let scheme = kind.init(Arguments(defaultsOf: kind.parameters))
    #expect(SchemeTrial.update([[3, 4]], scheme) == [1])
  }

  @Test(arguments: SchemeTrial.names)
  func absentTasksHaveNoPart(_ name: String) throws {
    let kind = try #require(SchemeTrial.scheme(name))
    let scheme = kind.init(Arguments(defaultsOf: kind.parameters))
    guard name != "random" else { return }
    let sample = GradientSample(.plain, 5).gradients
    let zeros = sample[0].map { _ in 0.0 }
    let some = SchemeTrial.update(
      [sample[0], zeros, sample[2], sample[3], sample[4]], scheme, absent: [3])
    let rest = SchemeTrial.update([sample[0], sample[2], sample[4]], scheme)
    #expect(some[1] == 1 && some[3] == 1)
    if kind.laws.contains(.permutation) {
      #expect(areNear([some[0], some[2], some[4]], rest, within: 1e-9))
    }
  }

  private func unit(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { $0 / length }
  }
}
