import Foundation
import MTLCatalogue
import MTLGraph
import MTLSemantics

/// The numbers of rows that follow a problem's rule: the features, and the labels of each task.
///
/// The features are the columns of numbers that are features themselves, in their order. A task is a label
/// of numbers, the outputs its column or, where it is an array, those that it is made of.
struct GeneratedProblem {
  private let problem: SyntheticProblem
  private let features: [String]
  private let tasks: [[String]]
  private let rowCount: Int
  private let seed: UInt64

  init(_ problem: SyntheticProblem, _ data: CheckedData, rowCount: Int, seed: UInt64) {
    self.problem = problem
    self.rowCount = rowCount
    self.seed = seed
    let numbers = data.columns.filter { $0.cell == .number }
    features = numbers.compactMap { column in
      if column.role == .feature, case .file = column.source { column.name } else { nil }
    }
    tasks = numbers.filter { $0.role == .label }.compactMap { column in
      switch column.source {
      case .file: [column.name]
      case .columns(let names): names
      case .expression: nil
      }
    }
  }

  /// The values of the columns that the rule is about, by name.
  func columns() -> [String: ColumnValues] {
    let x = features.map { numbers($0) { random in feature(&random) } }
    var columns: [String: ColumnValues] = [:]
    for (name, values) in zip(features, x) { columns[name] = .numbers(values) }
    guard !features.isEmpty else { return columns }
    switch problem {
    case .gradientNormalization: addVectors(x, to: &columns)
    case .expertMixture(let correlation, let scale):
      addSums(x, correlation, scale, to: &columns)
    }
    return columns
  }

  private func feature(_ random: inout RandomSequence) -> Double {
    switch problem {
    case .gradientNormalization: random.uniform()
    case .expertMixture: random.normal()
    }
  }

  /// A number for each row, from a random stream of its own.
  private func numbers(
    _ name: String, _ draw: (inout RandomSequence) -> Double
  ) -> [Double] {
    draws(name, count: rowCount, draw)
  }

  private func draws(
    _ name: String, count: Int, _ draw: (inout RandomSequence) -> Double = { $0.normal() }
  ) -> [Double] {
    var random = RandomSequence(
      seed: seed, step: StableHash.of(name), stream: RandomStream.synthetic)
    return (0..<count).map { _ in draw(&random) }
  }

  // MARK: Vectors of different size

  private func addVectors(_ x: [[Double]], to columns: inout [String: ColumnValues]) {
    for (number, outputs) in tasks.enumerated() {
      let place = tasks.count > 1 ? Double(number) / Double(tasks.count - 1) : 0
      let scale = pow(100, place)
      for (index, output) in outputs.enumerated() {
        let common = draws("common \(index)", count: x.count)
        let own = draws("task \(number) \(index)", count: x.count)
        let weights = zip(common, own).map { 10 * $0 + 3.5 * $1 }
        columns[output] = .numbers(products(x, weights).map { scale * tanh($0) })
      }
    }
  }

  /// The inner product of each row's features and weights.
  private func products(_ x: [[Double]], _ weights: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: rowCount)
    for (column, weight) in zip(x, weights) {
      for row in 0..<rowCount { sums[row] += weight * column[row] }
    }
    return sums
  }

  // MARK: Sums of sines

  private func addSums(
    _ x: [[Double]], _ correlation: Double, _ scale: Double,
    to columns: inout [String: ColumnValues]
  ) {
    let (slopes, phases) = (draws("slopes", count: 5), draws("phases", count: 5))
    let first = unit(draws("direction 0", count: x.count), across: nil)
    let outputs = tasks.flatMap(\.self)
    for (number, output) in outputs.enumerated() {
      var direction = first
      if number > 0 {
        let other = unit(draws("direction \(number)", count: x.count), across: first)
        let share = (1 - correlation * correlation).squareRoot()
        direction = zip(first, other).map { correlation * $0 + share * $1 }
      }
      let noise = numbers("noise \(output)") { 0.1 * $0.normal() }
      let sums = products(x, direction.map { scale * $0 })
      columns[output] = .numbers(
        zip(sums, noise).map { sum, noise in
          zip(slopes, phases).reduce(sum + noise) { $0 + sin($1.0 * sum + $1.1) }
        })
    }
  }

  /// The vector, less its part along a unit vector, at length 1.
  private func unit(_ vector: [Double], across other: [Double]?) -> [Double] {
    let along = other.map { zip(vector, $0).reduce(0) { $0 + $1.0 * $1.1 } } ?? 0
    let rest = zip(vector, other ?? vector).map { $0 - along * $1 }
    let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? rest.map { $0 / length } : rest
  }
}
