import Foundation
import MTL
import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLRuntime
import Testing

/// `specs/mmoe_toy.mtl` against the same spec with one trunk in place of the experts.
///
/// Both have the same output, heads, optimizer and epochs, and as many parameters. What they come to,
/// the share of the labels' variance that is not explained, on average of three seeds: the trunk 0.61,
/// 0.28 and 0.16 at correlations of 0, 0.8 and 1, the experts 0.11, 0.12 and 0.11. What is scarce is the
/// output: where it is wide, as in the paper (`dense(16) -> relu`, or `dense(126) -> relu` for the trunk, and
/// twice the epochs), experts are ahead by a fifth, 0.13 against 0.16, whatever the correlation.
struct MixtureTests {
  /// One of the two models at a correlation.
  private struct Model {
    let hasExperts: Bool
    let correlation: Double
    let seed: Int

    private static let path = FilePath.split(FilePath.split(#filePath).folder).folder + "/../specs"

    /// The spec, with what is different replaced.
    var spec: String {
      get throws {
        let bytes = try FileBytes.read("\(Self.path)/mmoe_toy.mtl", limit: 1 << 20)
        var text = String(decoding: bytes, as: UTF8.self)
        var changes = ["seed: 1, correlation: 0.5": "seed: \(seed), correlation: \(correlation)"]
        if !hasExperts {
          changes[" using mmoe(experts: 8)"] = ""
          changes["dense(16)"] = "dense(144)"
        }
        for (old, new) in changes {
          try #require(text.contains(old))
          text = text.replacingOccurrences(of: old, with: new)
        }
        return text
      }
    }

    /// Both tasks' variance on the test rows that is not explained, on average.
    func unexplained() throws -> Double {
      let bench = try Workbench()
      try bench.write("spec.mtl", spec)
      let trained = try bench.train(bench.options { $0.seed = UInt64(seed) })
      let metrics = trained.result.test.flatMap(\.metrics).filter { $0.name == "r2" }
      try #require(metrics.count == 2)
      return metrics.reduce(0) { $0 + (1 - ($1.value ?? .nan)) / 2 }
    }

    /// How many numbers are trained.
    func size() throws -> Int {
      let bench = try Workbench()
      try bench.write("spec.mtl", spec)
      return try bench.session().compiled.parameters.reduce(0) { $0 + $1.count }
    }
  }

  @Test func bothHaveAsManyParameters() throws {
    let sizes = try [true, false].map { hasExperts in
      try Model(hasExperts: hasExperts, correlation: 0, seed: 1).size()
    }
    #expect(sizes[1] >= sizes[0])
    #expect(Double(sizes[1]) < 1.01 * Double(sizes[0]))
  }

  /// Experts gain the more the less the tasks are related, and lose nothing where they are the same.
  @Test(.enabled(if: AllocationTests.isOptimized), arguments: [1, 2, 3])
  func expertsGainWhereTasksDiffer(_ seed: Int) throws {
    var gains: [Double] = []
    for correlation in [0, 0.8, 1] {
      let (experts, trunk) = (
        try Model(hasExperts: true, correlation: correlation, seed: seed).unexplained(),
        try Model(hasExperts: false, correlation: correlation, seed: seed).unexplained()
      )
      gains.append(trunk - experts)
      if correlation == 0 { #expect(experts < 0.5 * trunk) }
      if correlation == 0.8 { #expect(experts < 0.8 * trunk) }
    }
    #expect(gains[0] > gains[1] + 0.1 && gains[1] > gains[2] + 0.05, "\(gains)")
    #expect(abs(gains[2]) < 0.1, "\(gains)")
  }
}
