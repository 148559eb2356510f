import MTLCatalogue
import Testing

/// Weights and updates that have been computed apart, to 1e-4.
struct GoldenWeightTests {
  /// What a scheme makes of gradients: its weights, or the update, or both.
  struct Golden: Sendable, CustomTestStringConvertible {
    let scheme: String
    let arguments: [String: ConstantValue]
    let gradients: [[Double]]
    let weights: [Double]?
    let update: [Double]?

    init(
      _ scheme: String, _ arguments: [String: ConstantValue], _ gradients: [[Double]],
      weights: [Double]? = nil, update: [Double]? = nil
    ) {
      self.scheme = scheme
      self.arguments = arguments
      self.gradients = gradients
      self.weights = weights
      self.update = update
    }

    var testDescription: String { "\(scheme) \(gradients)" }
  }

  /// Two gradients in conflict.
  static let two: [[Double]] = [[-4, 1, 1], [6, 1, 1]]
  /// Three gradients in conflict.
  static let three: [[Double]] = [[1, 2, -1, 0], [-2, 1, 0.5, 1], [0.5, -1, 3, -0.5]]

  static let ofTwo = [
    Golden("mgda", [:], two, weights: [0.6, 0.4], update: [0, 1, 1]),
    Golden("upgrad", [:], two, weights: [1.1109, 0.7894], update: [0.2929, 1.9004, 1.9004]),
    Golden("dual_projection", [:], two, weights: [0.6109, 0.5], update: [0.5563, 1.1109, 1.1109]),
    Golden("imtl_g", [:], two, weights: [0.5923, 0.4077], update: [0.0767, 1, 1]),
    Golden("aligned", [:], two, weights: [0.5591, 0.4083], update: [0.2133, 0.9673, 0.9673]),
    Golden(
      "cagrad", ["c": .float(0.5), "rescale": .integer(0)], two, weights: [0.7041, 0.5],
      update: [0.1835, 1.2041, 1.2041]),
    Golden("fairgrad", [:], two, weights: [0.5915, 0.4071], update: [0.0766, 0.9985, 0.9985]),
    Golden("nash", ["max_norm": .float(1)], two, update: [0.0542, 0.7061, 0.7061]),
    Golden("pcgrad", [:], two, weights: [2.2222, 1.5789], update: [0.5848, 3.8012, 3.8012]),
    Golden("gradvac", [:], two, weights: [2.2222, 1.5789], update: [0.5848, 3.8012, 3.8012]),
  ]

  static let ofThree = [
    Golden("mgda", [:], three, weights: [0.433001, 0.255386, 0.311613]),
    Golden("upgrad", [:], three, weights: [0.665351, 0.457390, 0.545235]),
    Golden("dual_projection", [:], three, weights: [1.0 / 3, 1.0 / 3, 1.0 / 3]),
    Golden("imtl_g", [:], three, weights: [0.427442, 0.244412, 0.328145]),
    Golden("aligned", [:], three, weights: [0.374551, 0.274770, 0.300557]),
    Golden(
      "aligned", ["scale": .word("median")], three, weights: [0.555686, 0.407650, 0.445907]),
    Golden("aligned", ["scale": .word("rmse")], three, weights: [0.601281, 0.441098, 0.482495]),
    Golden("fairgrad", [:], three, weights: [0.675098, 0.474282, 0.518262]),
    Golden("fairgrad", ["alpha": .float(2)], three, weights: [0.571610, 0.375188, 0.426534]),
    Golden("nash", [:], three, weights: [2.624213, 1.843609, 2.014566]),
    Golden("nash", ["max_norm": .float(1)], three, weights: [0.389768, 0.273827, 0.299219]),
    Golden(
      "cagrad", ["c": .float(0.4), "rescale": .integer(0)], three,
      weights: [0.543910, 0.333333, 0.391848]),
    Golden("cagrad", ["c": .float(0.4)], three, weights: [0.468888, 0.287356, 0.337800]),
    Golden(
      "cagrad", ["c": .float(0.4), "rescale": .integer(2)], three,
      weights: [0.543910 / 1.4, 0.333333 / 1.4, 0.391848 / 1.4]),
    Golden(
      "cagrad", ["c": .float(0.5), "rescale": .integer(0)], three,
      weights: [0.606873, 0.357937, 0.436742]),
  ]

  @Test(arguments: ofTwo + ofThree)
  func weightsAreThoseOfThePaper(_ golden: Golden) throws { try check(golden) }

  /// Gradients a thousand times as long as the others.
  static let unlike: [[Double]] = [[1, 0], [0, 1000]]
  static let opposite: [[Double]] = [[1, 0], [-1, 0]]
  static let equal: [[Double]] = [[1, 2], [1, 2]]

  static let edges = [
    Golden("mgda", [:], unlike, weights: [0.999999, 0.000001]),
    Golden("imtl_g", [:], unlike, weights: [0.999001, 0.000999]),
    Golden("aligned", [:], unlike, weights: [0.5, 0.0005]),
    Golden("upgrad", [:], unlike, weights: [0.5, 0.5]),
    Golden("dual_projection", [:], unlike, weights: [0.5, 0.5]),
    Golden(
      "cagrad", ["c": .float(0.5), "rescale": .integer(0)], unlike, weights: [250.5001, 0.5]),
    Golden("fairgrad", [:], unlike, weights: [1, 0.001]),
    Golden("nash", ["max_norm": .float(1)], unlike, weights: [0.707107, 0.000707]),
    Golden("fairgrad", [:], equal, weights: [0.316228, 0.316228]),
    Golden("nash", ["max_norm": .float(1)], equal, update: [0.447214, 0.894427]),
    Golden("mgda", [:], equal, update: [1, 2]),
    Golden("upgrad", [:], equal, update: [1, 2]),
    Golden("dual_projection", [:], equal, update: [1, 2]),
    Golden("imtl_g", [:], equal, update: [1, 2]),
    Golden("aligned", [:], equal, update: [1, 2]),
    Golden("cagrad", ["c": .float(0)], equal, update: [1, 2]),
    Golden("cagrad", [:], equal, update: [1.2, 2.4]),
    Golden("pcgrad", [:], equal, update: [2, 4]),
    Golden("gradvac", [:], equal, update: [2, 4]),
  ]

  @Test(arguments: edges)
  func edgesAreDefined(_ golden: Golden) throws { try check(golden) }

  @Test(arguments: SchemeTrial.names)
  func oppositeGradientsCancelOut(_ name: String) throws {
    guard !["constant", "random", "gradnorm", "krum"].contains(name) else { return }
    let trial = try SchemeTrial.run(name, gradients: Self.opposite)
    #expect(trial.outcome == .stationary)
    #expect(areNear(trial.direction(of: Self.opposite), [0, 0]))
    #expect(trial.weights.allSatisfy { $0.isFinite && abs($0) <= 10 })
  }

  private func check(_ golden: Golden) throws {
    let trial = try SchemeTrial.run(
      golden.scheme, golden.arguments, gradients: golden.gradients)
    #expect(trial.outcome == .solved)
    if let weights = golden.weights {
      #expect(areNear(trial.weights, weights), "\(trial.weights)")
    }
    if let update = golden.update {
      let found = trial.direction(of: golden.gradients)
      #expect(areNear(found, update), "\(found)")
    }
  }
}
