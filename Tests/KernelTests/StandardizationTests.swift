import MTLKernels
import Testing

/// Moments of columns, the normalisation by them, and the sums of its gradient.
@Suite struct StandardizationTests {
  static let sizes = [(0, 3), (1, 1), (2, 16), (129, 35), (400, 7), (131, 70)]

  @Test(arguments: InstructionSet.available) func moments(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().column_moments)
    var generator = Generator(state: 31)
    for (rows, columns) in Self.sizes {
      let x = generator.floats(rows * columns, in: 2...5)
      func moments(_ cuts: [Range<Int64>]) throws -> [Float] {
        try filled(2 * columns) { result, _ in
          for cut in cuts {
            kernel(x, Int64(rows), Int64(columns), cut.lowerBound, cut.upperBound, result)
          }
        }
      }
      let count = Double(max(rows, 1))
      var expected = [Double](repeating: 0, count: 2 * columns)
      for (index, value) in x.enumerated() { expected[index % columns] += Double(value) / count }
      for (index, value) in x.enumerated() {
        let distance = Double(value) - expected[index % columns]
        expected[columns + index % columns] += distance * distance / count
      }
      let whole = try moments([0..<Int64(columns)])
      #expect(firstDifference(whole, expected, absolute: 1e-6, relative: 1e-6) == nil)
      #expect(sameBits(whole, try moments(oddCuts(columns))))
    }
  }

  @Test(arguments: InstructionSet.available) func normalisation(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().standardize)
    var generator = Generator(state: 32)
    for (rows, columns) in Self.sizes {
      let x = generator.floats(rows * columns)
      let vectors = (0..<3).map { _ in generator.floats(columns) }
      func standardize(_ cuts: [Range<Int64>], relu: Bool) throws -> [Float] {
        try filled(rows * columns) { result, _ in
          for cut in cuts {
            kernel(
              x, vectors[0], vectors[1], vectors[2], Int64(columns), cut.lowerBound,
              cut.upperBound, relu ? 1 : 0, result)
          }
        }
      }
      let expected = x.enumerated().map { index, value in
        let channel = index % columns
        return (Double(value) - Double(vectors[0][channel])) * Double(vectors[1][channel])
          + Double(vectors[2][channel])
      }
      let whole = try standardize([0..<Int64(rows)], relu: false)
      let rectified = try standardize(oddCuts(rows), relu: true)
      #expect(firstDifference(whole, expected, absolute: 1e-6) == nil)
      #expect(sameBits(rectified, whole.map { max($0, 0) }))
    }
  }

  @Test(arguments: InstructionSet.available) func sumsOfGradient(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().standardize_sums)
    var generator = Generator(state: 33)
    for (rows, columns) in Self.sizes {
      let (x, mean) = (generator.floats(rows * columns), generator.floats(columns))
      let cotangent = generator.floats(rows * columns)
      func sums(_ cuts: [Range<Int64>]) throws -> [Float] {
        try filled(2 * columns) { result, _ in
          for cut in cuts {
            kernel(
              x, mean, cotangent, Int64(rows), Int64(columns), cut.lowerBound, cut.upperBound,
              result)
          }
        }
      }
      var expected = [Double](repeating: 0, count: 2 * columns)
      for (index, value) in x.enumerated() {
        let (channel, incoming) = (index % columns, Double(cotangent[index]))
        expected[channel] += incoming
        expected[columns + channel] += incoming * (Double(value) - Double(mean[channel]))
      }
      let whole = try sums([0..<Int64(columns)])
      #expect(firstDifference(whole, expected, absolute: 1e-5) == nil)
      #expect(sameBits(whole, try sums(oddCuts(columns))))
    }
  }
}
