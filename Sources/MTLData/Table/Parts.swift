import MTLCatalogue

/// The rows of each part of a data set.
struct Parts {
  private(set) var rows: [Split: [Int32]] = [:]

  /// Takes all rows as one part that nothing is learnt from.
  init(allTest loaded: LoadedRows) {
    rows[.test] = (0..<loaded.rowCount).map { Int32($0) }
  }

  /// Divides the rows as their files do, and those that train by a rule; what a rule would hold out
  /// for a part that has a file of its own trains.
  init(_ loaded: LoadedRows, dividedBy rule: any SplitRule) {
    let strata =
      rule.stratum.flatMap { loaded.columns[$0] }?.strata(count: loaded.rowCount)
      ?? Array(repeating: 0, count: loaded.rowCount)
    let parts = rule.assign(contents: loaded.contents, strata: strata)
    let filed = Set(loaded.division ?? [])
    for (row, part) in parts.enumerated() {
      let own = loaded.division?[row] ?? .train
      let part = own == .train && !filed.contains(part) ? part : own
      rows[part, default: []].append(Int32(row))
    }
  }

  /// The rows that train.
  var train: [Int32] { rows[.train] ?? [] }

  /// The number of rows of each part.
  var counts: [Split: Int] {
    Dictionary(uniqueKeysWithValues: Split.allCases.map { ($0, rows[$0]?.count ?? 0) })
  }
}

extension ColumnValues {
  /// A number for each row's value, the same for equal values; rows without one stand together.
  fileprivate func strata(count: Int) -> [Int] {
    switch self {
    case .texts(let values): return values.codes.map { Int($0) }
    case .classNumbers(let values): return values.map { Int($0) }
    case .flags(let values): return values.map { Int($0) }
    case .numbers(let values):
      var strata: [Double: Int] = [:]
      return values.map { value in
        if value.isNaN { return -1 }
        if let stratum = strata[value] { return stratum }
        strata[value] = strata.count
        return strata.count - 1
      }
    case .elements: return Array(repeating: 0, count: count)
    }
  }
}
