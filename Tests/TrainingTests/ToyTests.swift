import MTL
import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLRuntime
import MTLSemantics
import Testing

/// The problems of `synthetic(gradnorm_toy)` and `synthetic(mmoe_toy)`, smaller than in the specs.
struct ToyTests {
  private func gradnorm(_ weighting: String, optimizer: String) -> Sample {
    Sample(
      spec: """
        model toy

        data toy from synthetic(gradnorm_toy, rows: 400, seed: 1) {
            feature x0..x24: number(scale: none)
            column  small_0..small_9: number(scale: none)
            column  large_0..large_9: number(scale: none)
            label   small: numbers(10) = small_0..small_9
            label   large: numbers(10) = large_0..large_9
            split   random(validation: 0%, test: 0%)
        }

        shared trunk(toy.features) {
            encode
            repeat(2) { dense(32) -> relu }
        }

        task small(trunk) {
            dense(10)
            loss mse(toy.small)
        }

        task large(trunk) {
            dense(10)
            loss mse(toy.large)
        }

        weighting \(weighting)

        train {
            optimizer \(optimizer)
            batch     100
        }

        """)
  }

  /// What one step of plain descent does to the trunk, one number after another.
  private func wayOfTrunk(_ weighting: String) throws -> [Double] {
    let bench = try Workbench()
    try bench.write(gradnorm(weighting, optimizer: "sgd"))
    let session = try bench.session()
    let before = session.parameters
    session.step(0, learningRate: 0.001)
    let after = session.parameters
    return before.keys.filter { $0.hasPrefix("trunk.") }.sorted().flatMap { name in
      zip(before[name] ?? [], after[name] ?? []).map { Double($1) - Double($0) }
    }
  }

  /// With equal weights the trunk follows the large task alone.
  @Test func equalWeightsServeTheLargeTask() throws {
    let (equal, large) = (try wayOfTrunk("equal"), try wayOfTrunk("static(small: 0)"))
    let size = large.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let distance = zip(equal, large).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    #expect(size > 0)
    #expect(distance < 0.05 * size)
  }

  @Test func gradientNormalizationRaisesTheSmallTask() throws {
    let bench = try Workbench()
    try bench.write(gradnorm("gradnorm(alpha: 0.12)", optimizer: "adam"))
    let session = try bench.session()
    var weights: [Float] = []
    for step in 0..<200 {
      session.step(step, learningRate: 0.001)
      if step % 100 == 99 { weights.append(try #require(session.taskLoss(0)).weight) }
    }
    #expect(weights[0] > 1.2)
    #expect(weights[1] > 1.5)
    let both = try (0..<2).map { try #require(session.taskLoss($0)).weight }
    #expect(abs(both[0] + both[1] - 2) < 1e-3)
  }

  /// `specs/gradnorm_toy.mtl` itself: while the large task is learnt with equal weights the small one gets
  /// worse, and GradNorm gives it nearly all weight.
  @Test func theSpecServesTheSmallTask() throws {
    let specs = FilePath.split(FilePath.split(#filePath).folder).folder + "/../specs"
    let text = try FileBytes.read("\(specs)/gradnorm_toy.mtl", limit: 1 << 20)
    func ends(_ weighting: String?) throws -> (loss: Double, weight: Double) {
      let bench = try Workbench()
      try bench.write("spec.mtl", String(decoding: text, as: UTF8.self))
      let result = try bench.train(
        bench.options {
          $0.epochs = 2
          $0.weighting = weighting
        }
      ).result
      return (try #require(result.test[0].loss), try #require(result.weights[0]))
    }
    let (equal, weighed) = (try ends("equal"), try ends(nil))
    #expect(weighed.loss < 0.6 && weighed.weight > 1.9)
    #expect(equal.loss > 0.65)
  }

  @Test func mixturesOfExpertsTrainOnRelatedTasks() throws {
    let bench = try Workbench()
    try bench.write(
      Sample(
        spec: """
          model toy

          data toy from synthetic(mmoe_toy, rows: 600, seed: 1, correlation: 0.5) {
              feature x0..x9: number(scale: none)
              label   first, second: number(scale: none)
              split   random(validation: 0%, test: 0%)
          }

          shared encoded(toy.features) {
              encode
          }

          shared experts(encoded) using mmoe(experts: 4) {
              dense(8) -> relu
          }

          task first(experts) {
              dense(1)
              loss mse(toy.first)
          }

          task second(experts) {
              dense(1)
              loss mse(toy.second)
          }

          train {
              optimizer adam
              batch     100
          }

          """))
    let session = try bench.session()
    var sums: [Float] = []
    for epoch in 0..<40 {
      var sum: Float = 0
      for step in 0..<session.stepsPerEpoch {
        session.step(epoch * session.stepsPerEpoch + step, learningRate: 0.01)
        sum += session.total
      }
      sums.append(sum)
    }
    #expect(sums[39] < 0.7 * sums[0])
  }
}
