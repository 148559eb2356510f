import MTLCatalogue

/// Names that count: `x1..x28`.
enum ColumnSpan {
  /// The most columns that one span counts out.
  static let limit = 65_536

  /// Whether the names count, and are more than the limit.
  static func isTooLong(from first: String, to last: String) -> Bool {
    let (stem, low) = divide(first)
    let (other, high) = divide(last)
    guard stem == other, let from = Int(low), let to = Int(high) else { return false }
    return from <= to && to - from >= limit
  }

  /// The names from first to last; `nil` where they do not count.
  static func names(from first: String, to last: String?) -> [String]? {
    guard let last else { return [first] }
    let (stem, low) = divide(first)
    let (other, high) = divide(last)
    guard stem == other, let from = Int(low), let to = Int(high), from <= to, to - from < limit,
      !low.hasPrefix("0") || low.count == 1 || low.count == high.count
    else { return nil }
    return (from...to).map { number in
      let digits = String(number)
      let padding = low.hasPrefix("0") && low.count > 1 ? low.count - digits.count : 0
      return stem + String(repeating: "0", count: max(padding, 0)) + digits
    }
  }

  private static func divide(_ name: String) -> (stem: String, number: String) {
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }
    return (String(name.dropLast(digits.count)), String(digits.reversed()))
  }
}

extension CellKind {
  /// What an expression sees of such a cell.
  var expressionKind: RowExpression.Kind {
    switch self {
    case .number, .classNumber: .number
    case .text, .oneOf: .text
    case .flag: .flag
    }
  }
}
