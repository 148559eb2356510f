import Foundation
import MTLKernels
import Testing

/// Comparisons of the rows of a batch with each other.
@Suite struct RowPairTests {
  private static let rows = 13

  /// Class numbers of which some are none.
  private static let labels: [Float] = (0..<rows).map { row in
    row == 5 ? -1 : row == 9 ? .nan : Float(row % 3)
  }

  /// A kernel on all rows at once and in pieces, which have to give the same bits.
  private func run(
    _ count: Int, _ kernel: (Int64, Int64, UnsafeMutablePointer<Float>) -> Void
  ) throws -> [Float] {
    let whole = try filled(count) { result, _ in kernel(0, Int64(Self.rows), result) }
    let cut = try filled(count) { result, _ in
      for cut in oddCuts(Self.rows) { kernel(cut.lowerBound, cut.upperBound, result) }
    }
    #expect(sameBits(whole, cut))
    return whole
  }

  @Test(arguments: InstructionSet.available, [1, 3, 16, 37])
  func piecesAgreeAndRowsWithoutClassTakeNoPart(set: InstructionSet, columns: Int) throws {
    let kernels = try set.kernels()
    let (logSumExp, gradient) = try (
      #require(kernels.pair_log_sum_exp), #require(kernels.pair_log_sum_exp_gradient)
    )
    let (mean, hardest) = try (#require(kernels.class_mean), #require(kernels.hardest_row))
    var generator = Generator(state: 25)
    var x = generator.floats(Self.rows * columns)
    for column in 0..<columns {
      x[5 * columns + column] = .nan
      x[9 * columns + column] = .infinity
    }
    let cotangent = generator.floats(Self.rows)
    let (rows, width, labels) = (Int64(Self.rows), Int64(columns), Self.labels)
    let sums = try run(Self.rows) { logSumExp(x, labels, rows, width, $0, $1, $2) }
    let slopes = try run(x.count) {
      gradient(x, labels, sums, cotangent, rows, width, $0, $1, $2)
    }
    let means = try run(x.count) { mean(x, labels, rows, width, $0, $1, $2) }
    #expect((sums + slopes + means).allSatisfy { $0.isFinite })
    for row in [5, 9] {
      #expect(sums[row] == 0)
      #expect(slopes[row * columns..<(row + 1) * columns].allSatisfy { $0 == 0 })
      #expect(means[row * columns..<(row + 1) * columns].allSatisfy { $0 == 0 })
    }
    for sameClass in [Int32(0), 1] {
      let found = try run(Self.rows) { hardest(x, labels, sameClass, rows, width, $0, $1, $2) }
      for row in 0..<Self.rows {
        guard row != 5, row != 9 else {
          #expect(found[row] == -1)
          continue
        }
        let other = Int(found[row])
        #expect(other != row && labels[other] >= 0)
        #expect((labels[other] == labels[row]) == (sameClass == 1))
      }
    }
  }

  /// Products far apart neither overflow nor vanish.
  @Test(arguments: InstructionSet.available) func extremes(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().pair_log_sum_exp)
    let x: [Float] = [100, 100, -100]
    let result = try filled(3) { result, _ in kernel(x, [0, 0, 1], 3, 1, 0, 3, result) }
    #expect(result[0] == 10_000 && result[1] == 10_000)
    #expect(abs(result[2] + 10_000 - Float(log(2.0))) < 1e-2)
    let alone = try filled(1) { result, _ in kernel([3], [0], 1, 1, 0, 1, result) }
    #expect(alone == [0])
  }
}
