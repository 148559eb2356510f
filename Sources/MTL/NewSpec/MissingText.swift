/// Finds the text that stands for a missing value; a spec names one for a file.
enum MissingText {
  /// The texts that may stand for one.
  static let words: Set<String> = [
    "?", "NA", "N/A", "n/a", "na", "#N/A", "nan", "NaN", "NAN", "null", "NULL", "Null", "none",
    "None", "NONE", "-", "--", ".", "*", "missing",
  ]

  /// The texts that mean nothing else, so that they are missing values in a column of texts too.
  private static let certain: Set<String> = [
    "?", "NA", "N/A", "n/a", "#N/A", "nan", "NaN", "NAN", "null", "NULL", "Null",
  ]

  /// The text that most columns need, those of numbers before others.
  static func find(in columns: [ColumnSummary]) -> String? {
    var columnCounts: [String: Int] = [:]
    for column in columns {
      for word in column.missingWords.keys where isMissing(word, in: column) {
        columnCounts[word, default: 0] += column.isNumber || column.isFlag ? columns.count : 1
      }
    }
    return columnCounts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// Whether a text can only be a missing value where it stands.
  private static func isMissing(_ word: String, in column: ColumnSummary) -> Bool {
    column.isNumber || column.isFlag || certain.contains(word)
  }
}
