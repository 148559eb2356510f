import MTLGraph

/// Which part of a data set a row belongs to.
package enum Split: String, CaseIterable, Sendable {
  case train
  case validation
  case test
}

/// A rule that says which rows are held out.
package protocol SplitRule: CatalogueEntry {
  /// The column whose values each part shall hold in equal shares.
  var stratum: String? { get }

  /// Whether which rows are held out is drawn, with no regard to when they are from.
  static var drawsAtRandom: Bool { get }

  /// The share of the rows that are held out for a part.
  func share(of part: Split) -> Double

  /// The part of each row.
  ///
  /// - Parameters:
  ///   - contents: A hash of each row's cells.
  ///   - strata: The number of each row's stratum; all 0 without one.
  func assign(contents: [UInt64], strata: [Int]) -> [Split]
}

extension SplitRule {
  package static var drawsAtRandom: Bool { false }
}

/// A rule that is told the shares of the rows that it holds out.
protocol SharedOutSplit: SplitRule {
  var validation: Double { get }
  var test: Double { get }
}

extension SharedOutSplit {
  /// The share that is given; what is left trains.
  package func share(of part: Split) -> Double {
    switch part {
    case .train: 1 - validation - test
    case .validation: validation
    case .test: test
    }
  }
}
