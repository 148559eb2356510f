/// What a column is taken for.
enum ColumnGuess: Hashable, Sendable {
  case number
  case flag
  /// Texts, or numbers that are names; classes that are rarer than a count are left out.
  case category(minimumCount: Int)
  case leftOut(Reason)

  /// Why a column is not read.
  enum Reason: Hashable, Sendable {
    case noName
    case longName
    case repeatedName
    case empty
    case constant(String)
    case undecodable
    case counter
    case identifier
    case different
    case sentences
    case dates
    case part
    case manyTexts(Int)
    case alsoMissing(String)
    case copy(String)
    case tooLarge
  }

  /// Whether the column is read.
  var isRead: Bool { if case .leftOut = self { false } else { true } }
}

/// What is known of the sample as a whole.
struct SampleFacts: Hashable, Sendable {
  /// How many rows have been looked at.
  let rowCount: Int
  /// How many rows the file is likely to have.
  let expectedRowCount: Int
  /// The text of a missing value.
  let missing: String?

  /// Whether they are all rows.
  var isWhole: Bool { rowCount == expectedRowCount }

  /// Too few rows to tell from them what is an identifier, and to hold any out.
  static let fewRows = 20
}

extension ColumnGuess {
  /// The most classes that `encode` writes one-hot.
  static let classLimit = 256

  /// The largest number that can be scaled: its square is still a number.
  private static let largestNumber = 1e150

  /// What a settled column is taken for.
  init(_ column: ColumnSummary, in sample: SampleFacts) {
    if let reason = ColumnGuess.reason(for: column, in: sample) {
      self = .leftOut(reason)
    } else if column.isFlag {
      self = .flag
    } else if column.isNumber, !ColumnGuess.isName(column) {
      self = .number
    } else {
      self = ColumnGuess.category(column, in: sample)
    }
  }

  /// Why a column is not read; `nil` where nothing speaks against it yet.
  private static func reason(for column: ColumnSummary, in sample: SampleFacts) -> Reason? {
    if column.name.isEmpty { return .noName }
    if column.name.utf8.count > 200 { return .longName }
    if column.cellCount == 0 { return .empty }
    if column.undecodableCount > 0 { return .undecodable }
    if column.distinctCount == 1, sample.rowCount > 1 { return .constant(column.texts.first ?? "") }
    if isPart(column) { return .part }
    if column.isNumber, max(-column.range.lowerBound, column.range.upperBound) > largestNumber {
      return .tooLarge
    }
    if column.dateCount * 10 >= column.cellCount * 9 { return .dates }
    if column.isCounter, sample.rowCount >= SampleFacts.fewRows || isIdentifier(column) {
      return .counter
    }
    if isIdentifier(column), column.distinctCount * 2 > column.cellCount { return .identifier }
    if let word = foreignMissingWord(column) { return .alsoMissing(word) }
    return reasonOfTexts(column)
  }

  /// Why a column of texts is not read.
  private static func reasonOfTexts(_ column: ColumnSummary) -> Reason? {
    guard !column.isNumber, column.cellCount >= SampleFacts.fewRows else { return nil }
    if column.distinctCount * 2 > column.cellCount, column.sentenceCount * 2 > column.cellCount {
      return .sentences
    }
    return column.distinctCount * 10 > column.cellCount * 9 ? .different : nil
  }

  /// A category of those classes that fit into an encoded record.
  private static func category(_ column: ColumnSummary, in sample: SampleFacts) -> ColumnGuess {
    let limit = sample.isWhole ? classLimit : classLimit / 2
    guard column.distinctCount > limit else { return .category(minimumCount: 1) }
    let smallest = column.counts[limit] + 1
    let frequent = column.counts.prefix { $0 >= smallest }
    guard frequent.reduce(0, +) * 2 >= column.cellCount else {
      return .leftOut(
        isIdentifier(column) ? .identifier : .manyTexts(column.distinctCount))
    }
    let scale = Double(sample.expectedRowCount) / Double(sample.rowCount)
    return .category(minimumCount: rounded(up: Double(smallest) * scale))
  }

  /// A whole number of two digits and zeros behind them, no smaller than a number.
  private static func rounded(up number: Double) -> Int {
    var unit = 1.0
    while number / unit > 100 { unit *= 10 }
    return Int((number / unit).rounded(.up) * unit)
  }

  // MARK: Names

  /// Whether numbers of the column are the names of things, by what the column is called.
  private static func isName(_ column: ColumnSummary) -> Bool {
    let words = ColumnName.words(of: column.name)
    let isCalledSo = words.contains { nameWords.contains($0) } || isIdentifier(column)
    return column.isWhole && isCalledSo && column.distinctCount * 10 <= column.cellCount * 9
  }

  private static let nameWords: Set<String> = [
    "categorical", "category", "code", "type", "kind", "zip", "zipcode", "postcode", "country",
    "region", "task", "domain", "group", "subject", "patient",
  ]

  /// Whether the column is called like an identifier.
  static func isIdentifier(_ column: ColumnSummary) -> Bool {
    let words = ColumnName.words(of: column.name)
    guard let last = words.last else { return false }
    return identifierWords.contains(last) || words.count == 1 && rowWords.contains(last)
  }

  private static let identifierWords: Set<String> = ["id", "uid", "uuid", "guid", "identifier"]
  private static let rowWords: Set<String> = ["index", "no", "nr", "row", "instant", "key"]

  /// Whether the column says which part of the data a row belongs to.
  private static func isPart(_ column: ColumnSummary) -> Bool {
    let name = column.name.lowercased()
    guard ["split", "fold", "partition", "subset", "set", "part"].contains(name) else {
      return false
    }
    return name == "fold" && column.isWhole
      || column.texts.contains { ["train", "training"].contains($0.lowercased()) }
        && column.distinctCount <= 8
  }

  /// A second text for missing values, but for which the column would hold numbers.
  private static func foreignMissingWord(_ column: ColumnSummary) -> String? {
    guard column.missingWordCount > 0, column.numberCount > 0 else { return nil }
    let isNumberElse = column.numberCount + column.missingWordCount == column.cellCount
    return isNumberElse ? column.texts.last { MissingText.words.contains($0) } : nil
  }
}
