import Foundation
import MTLKernels
import Testing

/// Sums over rows and columns, softmax and cross-entropy.
@Suite struct RowTests {
  static let sizes = [1, 2, 3, 7, 17, 33, 65, 130]

  @Test(arguments: InstructionSet.available) func sums(set: InstructionSet) throws {
    let (sumRows, sumColumns) = try (
      #require(set.kernels().sum_rows), #require(set.kernels().sum_columns)
    )
    var generator = Generator(state: 21)
    for rows in [0] + Self.sizes {
      for columns in Self.sizes {
        let x = generator.floats(rows * columns)
        var byRow = [Double](repeating: 0, count: rows)
        var byColumn = [Double](repeating: 0, count: columns)
        for (index, value) in x.enumerated() {
          byRow[index / columns] += Double(value)
          byColumn[index % columns] += Double(value)
        }
        let cuts = (rows: oddCuts(rows), columns: oddCuts(columns))
        let whole = try filled(rows) { result, _ in
          sumRows(x, Int64(columns), 0, Int64(rows), result)
        }
        let cut = try filled(rows) { result, _ in
          for cut in cuts.rows {
            sumRows(x, Int64(columns), cut.lowerBound, cut.upperBound, result)
          }
        }
        #expect(firstDifference(whole, byRow, absolute: 1e-5) == nil)
        #expect(sameBits(whole, cut))
        let wholeColumns = try filled(columns) { result, _ in
          sumColumns(x, Int64(rows), Int64(columns), 0, Int64(columns), result)
        }
        let cutColumns = try filled(columns) { result, _ in
          for cut in cuts.columns {
            sumColumns(
              x, Int64(rows), Int64(columns), cut.lowerBound, cut.upperBound, result)
          }
        }
        #expect(firstDifference(wholeColumns, byColumn, absolute: 1e-5) == nil)
        #expect(sameBits(wholeColumns, cutColumns))
      }
    }
  }

  private func softmax(_ row: ArraySlice<Float>) -> [Double] {
    let largest = Double(row.max() ?? 0)
    let terms = row.map { exp(Double($0) - largest) }
    let sum = terms.reduce(0, +)
    return terms.map { $0 / sum }
  }

  @Test(arguments: InstructionSet.available) func softmax(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().softmax)
    var generator = Generator(state: 22)
    let rows = 19
    for columns in Self.sizes {
      let x = generator.floats(rows * columns, in: -20...20)
      let expected = (0..<rows).flatMap { softmax(x[($0 * columns)..<(($0 + 1) * columns)]) }
      let whole = try filled(x.count) { result, _ in
        kernel(x, Int64(columns), 0, Int64(rows), result)
      }
      let cut = try filled(x.count) { result, _ in
        for cut in oddCuts(rows) {
          kernel(x, Int64(columns), cut.lowerBound, cut.upperBound, result)
        }
      }
      #expect(firstDifference(whole, expected, absolute: 1e-12, relative: 4e-6) == nil)
      #expect(sameBits(whole, cut))
    }
    let extreme: [Float] = [1e30, -1e30, 0, -.infinity, 1, 1]
    let result = try filled(6) { result, _ in kernel(extreme, 3, 0, 2, result) }
    #expect(firstDifference(result, [1, 0, 0, 0, 0.5, 0.5], absolute: 1e-7) == nil)
  }

  @Test(arguments: InstructionSet.available) func logSumExp(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().log_sum_exp)
    var generator = Generator(state: 24)
    let rows = 19
    for columns in Self.sizes {
      let x = generator.floats(rows * columns, in: -20...20)
      let expected = (0..<rows).map { row in
        log(x[(row * columns)..<((row + 1) * columns)].reduce(0) { $0 + exp(Double($1)) })
      }
      let whole = try filled(rows) { result, _ in
        kernel(x, Int64(columns), 0, Int64(rows), result)
      }
      let cut = try filled(rows) { result, _ in
        for cut in oddCuts(rows) {
          kernel(x, Int64(columns), cut.lowerBound, cut.upperBound, result)
        }
      }
      #expect(firstDifference(whole, expected, absolute: 1e-5, relative: 1e-6) == nil)
      #expect(sameBits(whole, cut))
    }
    let result = try filled(1) { result, _ in kernel([1e30, -1e30, -.infinity], 3, 0, 1, result) }
    #expect(result == [1e30])
  }

  @Test(arguments: InstructionSet.available) func crossEntropy(set: InstructionSet) throws {
    let kernels = try set.kernels()
    let (value, gradient) = try (
      #require(kernels.cross_entropy), #require(kernels.cross_entropy_gradient)
    )
    var generator = Generator(state: 23)
    let rows = 23
    for columns in Self.sizes {
      let logits = generator.floats(rows * columns, in: -15...15)
      let cotangent = generator.floats(rows)
      var labels = (0..<rows).map { Float($0 % columns) }
      labels[3] = -1
      labels[5] = Float(columns)
      labels[8] = .nan
      labels[9] = .infinity
      labels[10] = -0.5
      var losses = [Double](repeating: 0, count: rows)
      var slopes = [Double](repeating: 0, count: rows * columns)
      for row in 0..<rows where labels[row] >= 0 && labels[row] < Float(columns) {
        let label = Int(labels[row])
        let probabilities = softmax(logits[(row * columns)..<((row + 1) * columns)])
        losses[row] = -log(probabilities[label])
        for column in 0..<columns {
          slopes[row * columns + column] =
            Double(cotangent[row]) * (probabilities[column] - (column == label ? 1 : 0))
        }
      }
      let results = try [[0..<Int64(rows)], oddCuts(rows)].map { cuts in
        let loss = try filled(rows) { result, _ in
          for cut in cuts {
            value(logits, labels, Int64(columns), cut.lowerBound, cut.upperBound, result)
          }
        }
        let slope = try filled(rows * columns) { result, _ in
          for cut in cuts {
            gradient(
              logits, labels, cotangent, Int64(columns), cut.lowerBound, cut.upperBound, result)
          }
        }
        return (loss, slope)
      }
      #expect(firstDifference(results[0].0, losses, absolute: 4e-6) == nil)
      #expect(firstDifference(results[0].1, slopes, absolute: 1e-6) == nil)
      #expect(sameBits(results[0].0, results[1].0) && sameBits(results[0].1, results[1].1))
    }
  }
}
