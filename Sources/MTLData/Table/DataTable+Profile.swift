import MTLCatalogue
import MTLSemantics

extension DataTable {
  /// What the rows are like, for rules about data.
  package var profile: DataSetProfile {
    let columns = declaredColumns.filter { has($0.name) }
    var profile = DataSetProfile(rowCounts: facts.rowCounts, columns: [:])
    for column in columns { profile.columns[column.name] = self.profile(of: column.name) }
    profile.correlations = correlations(among: columns)
    let features = featureHashes(columns)
    let training = rows(of: .train)
    let seen = Set(training.map { features[Int($0)] })
    profile.repeatedTestRows = rows(of: .test).count { seen.contains(features[Int($0)]) }
    for label in columns where label.role == .label {
      guard let codes = codes(of: label.name) else { continue }
      profile.contradictions[label.name] = contradictions(of: codes, features, training)
      profile.revealing += revealing(label.name, codes, columns, training)
    }
    return profile
  }

  // MARK: Single columns

  private func profile(of column: String) -> ColumnProfile? {
    let training = rows(of: .train)
    let values = values(of: column)
    if case .elements = values { return nil }
    guard words(of: column) == nil else { return nil }
    let present = training.filter { values.isPresent(Int($0)) }
    var profile = ColumnProfile(
      count: present.count, missing: training.count - present.count, distinct: 0)
    if case .numbers(let numbers) = values {
      let sample = present.map { numbers[Int($0)] }
      profile.distinct = Set(sample).count
      profile.numbers = NumberProfile(sample)
    } else {
      let texts = values.asTexts(count: rowCount)
      var counts = Array(repeating: 0, count: texts.names.count)
      for row in present { counts[Int(texts.codes[Int(row)])] += 1 }
      let found = zip(texts.names, counts).filter { $0.1 > 0 }
      profile.distinct = found.count
      profile.classCounts = found.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { ($0.0, $0.1) }
    }
    return profile
  }

  // MARK: Pairs of columns

  /// The most columns, and the most rows, that are compared with each other.
  private static let columnLimit = 128
  private static let rowLimit = 4096
  /// From where on two columns are nearly the same.
  private static let leastCorrelation = 0.99

  private func correlations(among columns: [CheckedColumn]) -> [ColumnCorrelation] {
    let sample = Array(rows(of: .train).prefix(DataTable.rowLimit))
    var vectors: [(name: String, values: [Double])] = []
    for column in columns where column.role == .feature || column.role == .label {
      guard vectors.count < DataTable.columnLimit,
        case .numbers(let numbers) = values(of: column.name),
        let vector = DataTable.standardized(sample.map { numbers[Int($0)] })
      else { continue }
      vectors.append((column.name, vector))
    }
    var found: [ColumnCorrelation] = []
    for (place, first) in vectors.enumerated() {
      for second in vectors[(place + 1)...] {
        var sum = 0.0
        for (a, b) in zip(first.values, second.values) { sum += a * b }
        guard abs(sum) > DataTable.leastCorrelation else { continue }
        found.append(
          ColumnCorrelation(first: first.name, second: second.name, coefficient: sum))
      }
    }
    return found
  }

  /// A vector of length 1 and sum 0; `nil` for numbers that are all the same or not all there.
  private static func standardized(_ numbers: [Double]) -> [Double]? {
    guard numbers.count > 2, numbers.allSatisfy({ $0.isFinite }) else { return nil }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let length = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    guard length > 1e-12 * max(abs(mean), 1) else { return nil }
    return numbers.map { ($0 - mean) / length }
  }

  // MARK: Whole rows

  /// A hash of each row's features.
  private func featureHashes(_ columns: [CheckedColumn]) -> [UInt64] {
    var hashes = Array(repeating: UInt64(0), count: rowCount)
    for column in columns where column.role == .feature {
      var names = [column.name]
      if case .elements(let parts) = values(of: column.name) { names = parts }
      for name in names where has(name) { add(name, to: &hashes) }
    }
    return hashes
  }

  private func add(_ column: String, to hashes: inout [UInt64]) {
    let seed = StableHash.of(column)
    switch values(of: column) {
    case .texts(let texts):
      for row in hashes.indices {
        hashes[row] &+= StableHash.cell(UInt64(bitPattern: Int64(texts.codes[row])), column: seed)
      }
    case let other:
      for (row, number) in other.asNumbers(count: rowCount).enumerated() {
        hashes[row] &+= StableHash.cell(number.bitPattern, column: seed)
      }
    }
  }

  /// The class of each row of a column of classes or flags, negative where there is none.
  private func codes(of column: String) -> [Int32]? {
    switch values(of: column) {
    case .texts(let texts): texts.codes
    case .classNumbers(let numbers): numbers
    case .flags(let flags): flags.map { Int32($0) }
    case .numbers, .elements: nil
    }
  }

  private func contradictions(
    of codes: [Int32], _ features: [UInt64], _ rows: [Int32]
  ) -> Int {
    var labels: [UInt64: Int32] = [:]
    return rows.count { row in
      let code = codes[Int(row)]
      guard code >= 0 else { return false }
      let first = labels[features[Int(row)], default: code]
      labels[features[Int(row)]] = first
      return first != code
    }
  }

  /// From which share on a feature tells a label, and up to which the commonest class does not.
  private static let tellingShare = 0.995
  private static let commonShare = 0.95

  private func revealing(
    _ label: String, _ codes: [Int32], _ columns: [CheckedColumn], _ rows: [Int32]
  ) -> [RevealingFeature] {
    let rows = rows.filter { codes[Int($0)] >= 0 }
    guard rows.count >= 50 else { return [] }
    var found: [RevealingFeature] = []
    for column in columns where column.role == .feature {
      guard let values = self.codes(of: column.name) else { continue }
      var counts: [Int32: [Int32: Int]] = [:]
      var totals: [Int32: Int] = [:]
      for row in rows {
        counts[values[Int(row)], default: [:]][codes[Int(row)], default: 0] += 1
        totals[codes[Int(row)], default: 0] += 1
      }
      guard counts.count <= rows.count / 10 else { continue }
      let told = counts.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
      let share = Double(told) / Double(rows.count)
      let common = Double(totals.values.max() ?? 0) / Double(rows.count)
      if share >= DataTable.tellingShare, common <= DataTable.commonShare {
        found.append(RevealingFeature(feature: column.name, label: label, share: share))
      }
    }
    return found
  }
}

extension NumberProfile {
  /// What some numbers are like; `nil` without any.
  fileprivate init?(_ numbers: [Double]) {
    guard let smallest = numbers.min(), let largest = numbers.max() else { return nil }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      mean: mean, standardDeviation: (squares / Double(numbers.count)).squareRoot(),
      smallest: smallest, largest: largest,
      areWhole: numbers.allSatisfy { $0 == $0.rounded() })
  }
}
