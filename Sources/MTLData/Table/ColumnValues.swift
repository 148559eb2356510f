import MTLCatalogue

/// The texts of a column, each distinct one kept once.
struct TextValues: Sendable {
  /// The place of each row's text in `names`; negative where the row has none.
  var codes: [Int32]
  /// The distinct texts.
  var names: [String]
}

/// The values of one column for all rows.
enum ColumnValues: Sendable {
  /// Not a number where the row has none.
  case numbers([Double])
  /// Negative where the row has none.
  case classNumbers([Int32])
  case texts(TextValues)
  /// 0 or 1; negative where the row has none.
  case flags([Int8])
  /// The numbers of other columns, one after another.
  case elements([String])

  /// The values of a column of which no row has one.
  static func missing(_ kind: CellKind, count: Int) -> ColumnValues {
    switch kind {
    case .number: .numbers(Array(repeating: .nan, count: count))
    case .flag: .flags(Array(repeating: -1, count: count))
    case .classNumber: .classNumbers(Array(repeating: -1, count: count))
    case .text: .texts(TextValues(codes: Array(repeating: -1, count: count), names: []))
    case .oneOf(let classes):
      .texts(TextValues(codes: Array(repeating: -1, count: count), names: classes))
    }
  }

  /// Whether a row has a value; columns made of others have to be asked one by one.
  func isPresent(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values): !values[row].isNaN
    case .classNumbers(let values): values[row] >= 0
    case .texts(let values): values.codes[row] >= 0
    case .flags(let values): values[row] >= 0
    case .elements: true
    }
  }

  /// How many rows have no value.
  var missingCount: Int {
    switch self {
    case .numbers(let values): values.count { $0.isNaN }
    case .classNumbers(let values): values.count { $0 < 0 }
    case .texts(let values): values.codes.count { $0 < 0 }
    case .flags(let values): values.count { $0 < 0 }
    case .elements: 0
    }
  }
}

// MARK: Views

extension ColumnValues {
  /// The values as numbers: flags are 0 and 1, texts are missing.
  func asNumbers(count: Int) -> [Double] {
    switch self {
    case .numbers(let values): values
    case .classNumbers(let values): values.map { $0 < 0 ? .nan : Double($0) }
    case .flags(let values): values.map { $0 < 0 ? .nan : Double($0) }
    case .texts, .elements: Array(repeating: .nan, count: count)
    }
  }

  /// The values as flags: the number 0 is no, 1 is yes, all else is missing.
  func asFlags(count: Int) -> [Int8] {
    switch self {
    case .flags(let values): values
    case .numbers(let values): values.map { $0 == 0 ? 0 : $0 == 1 ? 1 : -1 }
    case .classNumbers(let values): values.map { $0 == 0 ? 0 : $0 == 1 ? 1 : -1 }
    case .texts, .elements: Array(repeating: -1, count: count)
    }
  }

  /// The values as texts: numbers are written as the language writes them.
  func asTexts(count: Int) -> TextValues {
    switch self {
    case .texts(let values): values
    case .numbers, .classNumbers: written(asNumbers(count: count), ConstantValue.plain)
    case .flags: written(asNumbers(count: count)) { $0 == 0 ? "false" : "true" }
    case .elements: TextValues(codes: Array(repeating: -1, count: count), names: [])
    }
  }

  private func written(_ numbers: [Double], _ text: (Double) -> String) -> TextValues {
    var names: [String] = []
    var known: [Double: Int32] = [:]
    let codes = numbers.map { number -> Int32 in
      if number.isNaN { return -1 }
      if let code = known[number] { return code }
      let code = Int32(names.count)
      names.append(text(number))
      known[number] = code
      return code
    }
    return TextValues(codes: codes, names: names)
  }
}
