import MTLCatalogue

/// What rules about data want to know of the rows, as a plain value.
package struct DataProfile: Sendable {
  package var dataSets: [String: DataSetProfile]

  package init(dataSets: [String: DataSetProfile] = [:]) { self.dataSets = dataSets }
}

/// What the rows of a data set are like.
package struct DataSetProfile: Sendable {
  /// The number of rows of each part.
  package var rowCounts: [Split: Int]
  package var columns: [String: ColumnProfile]
  /// How many rows held out for the test have all features equal to those of a training row.
  package var repeatedTestRows: Int
  /// The correlations of pairs of columns of numbers that are nearly each other, over training rows.
  package var correlations: [ColumnCorrelation]
  /// How many training rows have features equal to an earlier one's and another label, by label.
  package var contradictions: [String: Int]
  /// The features that tell a label of classes nearly by themselves.
  package var revealing: [RevealingFeature]

  package init(
    rowCounts: [Split: Int], columns: [String: ColumnProfile], repeatedTestRows: Int = 0,
    correlations: [ColumnCorrelation] = [], contradictions: [String: Int] = [:],
    revealing: [RevealingFeature] = []
  ) {
    self.rowCounts = rowCounts
    self.columns = columns
    self.repeatedTestRows = repeatedTestRows
    self.correlations = correlations
    self.contradictions = contradictions
    self.revealing = revealing
  }

  /// The number of all rows.
  package var rowCount: Int { rowCounts.values.reduce(0, +) }
}

/// What the cells of a column are like, over the training rows.
package struct ColumnProfile: Sendable {
  /// How many rows have a value.
  package var count: Int
  /// How many have none.
  package var missing: Int
  /// How many different values there are.
  package var distinct: Int
  /// Of a column of numbers, in the file's units; `nil` of others.
  package var numbers: NumberProfile?
  /// How often each class occurs, of a column of classes or flags, the rarest last.
  package var classCounts: [(name: String, count: Int)]

  package init(
    count: Int, missing: Int, distinct: Int, numbers: NumberProfile? = nil,
    classCounts: [(name: String, count: Int)] = []
  ) {
    self.count = count
    self.missing = missing
    self.distinct = distinct
    self.numbers = numbers
    self.classCounts = classCounts
  }
}

/// Where the numbers of a column lie.
package struct NumberProfile: Sendable {
  package let mean: Double
  package let standardDeviation: Double
  package let smallest: Double
  package let largest: Double
  /// Whether all are whole.
  package let areWhole: Bool

  package init(
    mean: Double, standardDeviation: Double, smallest: Double, largest: Double, areWhole: Bool
  ) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.smallest = smallest
    self.largest = largest
    self.areWhole = areWhole
  }
}

/// How far two columns go together.
package struct ColumnCorrelation: Sendable {
  package let first: String
  package let second: String
  /// Pearson's coefficient, from -1 to 1.
  package let coefficient: Double

  package init(first: String, second: String, coefficient: Double) {
    self.first = first
    self.second = second
    self.coefficient = coefficient
  }
}

/// A feature from which a label can nearly be told.
package struct RevealingFeature: Sendable {
  package let feature: String
  package let label: String
  /// The share of training rows whose label is the commonest one of their value of the feature.
  package let share: Double

  package init(feature: String, label: String, share: Double) {
    self.feature = feature
    self.label = label
    self.share = share
  }
}
