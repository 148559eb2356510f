import Foundation
import MTLCatalogue
import Testing

/// The conditions that the weights of each scheme meet, for gradients that are hard to weigh.
struct SolverConditionTests {
  /// Runs a scheme, and asks for finite weights and an end to the search.
  private func solve(
    _ name: String, _ gram: SquareMatrix, _ arguments: [String: ConstantValue] = [:]
  ) throws -> SchemeTrial {
    let trial = try SchemeTrial.run(name, arguments, gram: gram)
    #expect(trial.outcome != .unfinished)
    #expect(trial.weights.allSatisfy { $0.isFinite })
    return trial
  }

  @Test(arguments: GradientSample.small + GradientSample.large)
  func shortestCombinationHasNoShorterNeighbour(_ sample: GradientSample) throws {
    for gram in sample.grams {
      let weights = try solve("mgda", gram).weights
      #expect(weights.allSatisfy { $0 >= 0 })
      #expect(abs(weights.reduce(0, +) - 1) < 1e-9)
      let length = sizes(gram, weights).reduce(0, +)
      for row in 0..<gram.count {
        let gain = gram.product(row: row, weights) - gram.form(weights)
        #expect(gain >= -1e-6 * (gram[row, row].squareRoot() + length) * length)
      }
    }
  }

  @Test(arguments: GradientSample.small + GradientSample.large, [0.1, 0.8])
  func worstGainIsThatOfTheDualProgram(_ sample: GradientSample, _ c: Double) throws {
    for gram in sample.grams {
      let trial = try solve("cagrad", gram, ["c": .float(c), "rescale": .integer(0)])
      guard trial.outcome == .solved else { continue }
      let count = Double(gram.count)
      let mean = Array(repeating: 1 / count, count: gram.count)
      let part = trial.weights.map { $0 - 1 / count }
      let sum = part.reduce(0, +)
      #expect(part.allSatisfy { $0 >= -1e-9 * sum })
      let (radius, length) = (c * gram.form(mean).squareRoot(), gram.form(part).squareRoot())
      #expect(abs(length - radius) <= 1e-6 * radius)
      let bound = (0..<gram.count)
        .map { gram.product(row: $0, mean) * part[$0] / sum }.reduce(0, +)
      let value = bound + radius * length / sum
      for row in 0..<gram.count {
        let gain = gram.product(row: row, trial.weights)
        let scale = gram[row, row].squareRoot() * sizes(gram, trial.weights).reduce(0, +)
        #expect(gain >= value - 1e-6 * max(scale, abs(value)))
      }
    }
  }

  @Test(arguments: GradientSample.small, ["upgrad", "dual_projection"])
  func projectionsAreThoseOntoTheCone(_ sample: GradientSample, _ name: String) throws {
    for gram in sample.grams {
      let weights = try solve(name, gram).weights
      let least = 1 / Double(gram.count)
      #expect(weights.allSatisfy { $0 >= least - 1e-12 })
      for row in 0..<gram.count {
        let slope = gram.product(row: row, weights) / gram.trace + 1e-4 * weights[row]
        #expect(slope >= -1e-10 * weights.reduce(0, +))
        if name == "dual_projection", weights[row] > least + 1e-9 {
          #expect(abs(slope) <= 1e-10 * weights.reduce(0, +))
        }
      }
    }
  }

  @Test(arguments: GradientSample.small, [0.1, 0.5, 1, 2, 10])
  func gainsArePowersOfWeights(_ sample: GradientSample, _ alpha: Double) throws {
    for gram in sample.grams {
      let trial = try solve("fairgrad", gram, ["alpha": .float(alpha)])
      #expect(trial.weights.allSatisfy { $0 > 0 })
      guard trial.outcome == .solved else { continue }
      let isExact = gram.form(trial.weights) > 1e-4 * square(gram, trial.weights)
      for row in 0..<gram.count where isExact {
        let gain = gram.product(row: row, trial.weights)
        let wanted = pow(trial.weights[row], -1 / alpha)
        let rounding =
          1e-7 * gram[row, row].squareRoot() * sizes(gram, trial.weights).reduce(0, +)
        #expect(abs(gain - wanted) <= 1e-3 * wanted + rounding)
      }
    }
  }

  @Test(arguments: GradientSample.small + GradientSample.large)
  func bargainIsTheInverseOfWeights(_ sample: GradientSample) throws {
    for gram in sample.grams {
      let trial = try solve("nash", gram)
      #expect(trial.weights.allSatisfy { $0 > 0 })
      guard trial.outcome == .solved else { continue }
      let isExact = gram.form(trial.weights) > 1e-4 * square(gram, trial.weights)
      for row in 0..<gram.count where isExact {
        let gain = gram.product(row: row, trial.weights) / gram.norm * trial.weights[row]
        #expect(abs(gain - 1) <= 1e-3)
      }
    }
  }

  @Test(arguments: GradientSample.small + GradientSample.large)
  func projectionsOnUnitGradientsAreEqual(_ sample: GradientSample) throws {
    for gram in sample.grams {
      let trial = try solve("imtl_g", gram)
      guard trial.outcome == .solved else { continue }
      let shares = (0..<gram.count).map {
        gram.product(row: $0, trial.weights) / gram[$0, $0].squareRoot()
      }
      let mean = shares.reduce(0, +) / Double(gram.count)
      let rounding = 1e-6 * sizes(gram, trial.weights).reduce(0, +)
      #expect(mean > 0)
      #expect(shares.allSatisfy { abs($0 - mean) <= 1e-3 * mean + rounding })
    }
  }

  /// Directions that only rounding makes count for nothing.
  @Test(arguments: GradientSample.small)
  func unitGradientsAgreeEqually(_ sample: GradientSample) throws {
    for gram in sample.grams {
      let trial = try solve("config", gram)
      guard trial.outcome == .solved else { continue }
      let length = gram.form(trial.weights).squareRoot()
      let shares = (0..<gram.count).map {
        gram.product(row: $0, trial.weights) / gram[$0, $0].squareRoot()
      }
      // It is as long as the projections of all gradients on it.
      let projections = (0..<gram.count)
        .map { gram.product(row: $0, trial.weights) / length }.reduce(0, +)
      #expect(abs(length - abs(projections)) <= 1e-3 * length, "\(length), \(projections)")
      guard sample.kind == .plain || sample.kind == .unlike else { continue }
      #expect(shares.allSatisfy { abs($0 - shares[0]) <= 1e-3 * abs(shares[0]) })
    }
  }

  @Test(arguments: GradientSample.large, ["upgrad", "dual_projection", "fairgrad", "aligned"])
  func noSolverFailsForManyTasks(_ sample: GradientSample, _ name: String) throws {
    for gram in sample.grams { _ = try solve(name, gram) }
  }

  @Test(arguments: GradientSample.small, ["aligned", "pcgrad", "gradvac", "krum", "gradnorm"])
  func noSchemeFails(_ sample: GradientSample, _ name: String) throws {
    for gram in sample.grams {
      guard name != "krum" || gram.count > 3 else { continue }
      _ = try solve(name, gram)
    }
  }

  /// The lengths of the weighted gradients.
  private func sizes(_ gram: SquareMatrix, _ weights: [Double]) -> [Double] {
    weights.indices.map { abs(weights[$0]) * gram[$0, $0].squareRoot() }
  }

  /// The squared sum of the lengths of the weighted gradients.
  private func square(_ gram: SquareMatrix, _ weights: [Double]) -> Double {
    let sum = sizes(gram, weights).reduce(0, +)
    return sum * sum
  }
}
