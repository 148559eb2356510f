import Foundation
import MTLGraph

/// How often the rows of each data set are drawn.
package protocol Sampling: CatalogueEntry {
  /// What an epoch draws.
  ///
  /// - Parameters:
  ///   - rowCounts: The training rows of each data set.
  ///   - batch: The rows of a batch.
  func draw(rowCounts: [Int], batch: Int) -> EpochDraw
}

/// What an epoch draws: as many rows as all data sets have.
package struct EpochDraw: Hashable, Sendable {
  /// How often rows of each data set are drawn: each row once before any is drawn again.
  package let counts: [Int]
  /// The data set of each row in turn; where it is `nil`, the drawn rows are mixed.
  package let owners: [Int]?
}

/// Every row of every data set once an epoch.
struct ProportionalSampling: Sampling {
  static let name = "proportional"
  static let summary = "Every row of every data set once an epoch"
  static let example = "sampling proportional"

  init(_ arguments: Arguments) {}

  func draw(rowCounts: [Int], batch: Int) -> EpochDraw {
    EpochDraw(counts: rowCounts, owners: nil)
  }
}

/// Each batch from one data set, one data set after another.
struct RoundRobinSampling: Sampling {
  static let name = "round_robin"
  static let summary = "Each batch from one data set, one data set after another"
  static let details = """
    An epoch has as many batches as all rows fill; each data set has its share of the batches, whatever \
    its size, and begins again when all of its rows have been drawn.
    """
  static let example = "sampling round_robin"

  init(_ arguments: Arguments) {}

  func draw(rowCounts: [Int], batch: Int) -> EpochDraw {
    let total = rowCounts.reduce(0, +)
    let sets = rowCounts.indices.filter { rowCounts[$0] > 0 }
    guard !sets.isEmpty else { return EpochDraw(counts: rowCounts, owners: nil) }
    let owners = (0..<total).map { sets[$0 / max(batch, 1) % sets.count] }
    var counts = Array(repeating: 0, count: rowCounts.count)
    for owner in owners { counts[owner] += 1 }
    return EpochDraw(counts: counts, owners: owners)
  }
}

/// Data sets drawn by a power of their size.
struct TemperatureSampling: Sampling {
  static let name = "temperature"
  static let summary =
    "Data sets drawn by a power of their size, small ones more often than their share"
  static let details = """
    A data set of n rows is drawn in proportion to `n^(1/t)`: 1 is `proportional`, and the larger t is, \
    the more even are the data sets. An epoch draws as many rows as all data sets have.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("t", .number(NumberRange(1, .infinity)), "how even the data sets are")
  ]
  static let example = "sampling temperature(2)"

  let temperature: Double

  init(_ arguments: Arguments) { temperature = max(arguments.number("t"), 1) }

  func draw(rowCounts: [Int], batch: Int) -> EpochDraw {
    let total = rowCounts.reduce(0, +)
    let weights = rowCounts.map { pow(Double($0), 1 / temperature) }
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return EpochDraw(counts: rowCounts, owners: nil) }
    // Rounding down leaves a few rows, which go to the largest remainders.
    let shares = weights.map { Double(total) * $0 / sum }
    var counts = shares.map { Int($0) }
    let order = shares.indices.filter { rowCounts[$0] > 0 }
      .sorted { (Double(counts[$0]) - shares[$0], $0) < (Double(counts[$1]) - shares[$1], $1) }
    for set in order.prefix(total - counts.reduce(0, +)) { counts[set] += 1 }
    return EpochDraw(counts: counts, owners: nil)
  }
}
