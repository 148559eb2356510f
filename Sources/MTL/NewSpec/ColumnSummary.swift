/// What a sample of a table says of one of its columns.
struct ColumnSummary: Sendable {
  /// The column's name, as the header gives it.
  let name: String
  /// How many rows the sample has.
  let rowCount: Int
  /// How often each text occurs that may stand for a missing value, such as `NA`.
  var missingWords: [String: Int] = [:]

  /// How many cells hold such a text that is a text like others, once that is known.
  var missingWordCount = 0

  // Of all other cells that are not empty:

  /// How many there are.
  var cellCount = 0
  /// How often each of the different texts occurs, the most frequent first.
  var counts: [Int] = []
  /// The most frequent texts.
  var texts: [String] = []
  /// How many are numbers.
  var numberCount = 0
  /// How many are whole numbers.
  var wholeCount = 0
  /// How many are flags, such as `1` or `no`.
  var flagCount = 0
  /// How many are dates or times of the day.
  var dateCount = 0
  /// How many consist of several words.
  var sentenceCount = 0
  /// How many are not UTF-8.
  var undecodableCount = 0
  /// The smallest and the largest number.
  var range: ClosedRange<Double> = 0...0
  /// How far the numbers lie from their mean: the fourth central moment over the squared variance.
  var kurtosis = 0.0
  /// The numbers of the first rows, each not a number where there is none; empty where the column
  /// holds other texts.
  var firstNumbers: [Double] = []
  /// Whether each row's number is the one before, plus 1.
  var isCounter = false

  /// The most texts, and the most numbers, that are kept.
  static let textLimit = 256
  static let numberLimit = 64

  /// How many different texts there are.
  var distinctCount: Int { counts.count }

  /// Whether every cell is a flag, and both of them occur.
  var isFlag: Bool { cellCount > 0 && flagCount == cellCount }

  /// Whether every cell is a number.
  var isNumber: Bool { cellCount > 0 && numberCount == cellCount }

  /// Whether every cell is a whole number.
  var isWhole: Bool { cellCount > 0 && wholeCount == cellCount }

  /// Whether cells are missing.
  var hasMissing: Bool { cellCount < rowCount }

  /// The number of classes, where the cells are the whole numbers from 0 on and all of them occur.
  var classCount: Int? {
    let count = range.upperBound + 1
    guard isWhole, range.lowerBound == 0, count >= 2, count == Double(distinctCount) else {
      return nil
    }
    return distinctCount
  }

  /// The summary once it is known which text stands for a missing value: the others are texts.
  func settled(missing: String?) -> ColumnSummary {
    var summary = self
    summary.missingWords = missingWords.filter { $0.key == missing }
    for (word, count) in missingWords.sorted(by: { $0.key < $1.key }) where word != missing {
      summary.cellCount += count
      summary.missingWordCount += count
      summary.texts.append(word)
      summary.counts.append(count)
    }
    summary.counts.sort(by: >)
    return summary
  }
}
