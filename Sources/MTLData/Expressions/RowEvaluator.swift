import MTLCatalogue
import MTLSemantics

/// Evaluates an expression for all rows at once, a column at a time.
///
/// Evaluation is total. A missing operand makes a missing result, with these exceptions:
/// - `a and b` is false where either is false, `a or b` true where either is true, whatever the other
///   is (the logic of Kleene); `not` of a missing flag is missing.
/// - `x in [..]` is true where an element equals `x`; else it is missing where an element is.
/// - `select(c, a, b)` needs the value that it chooses, not the other.
/// - `is_missing(x)` is never missing itself.
///
/// A number that has no finite value, such as `log(0)` or `1 / 0`, is missing. `%` has the sign of its
/// divisor: `-1 % 3` is 2. `round` takes halves away from zero. A column of class numbers is a column
/// of numbers here. Texts are ordered by their bytes.
struct RowEvaluator {
  let rowCount: Int
  let columns: [String: ColumnValues]

  /// The value of an expression in every row.
  func evaluate(_ expression: RowExpression) -> ColumnValues {
    switch expression {
    case .column(let name): column(name)
    case .number(let value):
      .numbers(Array(repeating: value.isFinite ? value : .nan, count: rowCount))
    case .text(let text):
      .texts(TextValues(codes: Array(repeating: 0, count: rowCount), names: [text]))
    case .flag(let flag): .flags(Array(repeating: flag ? 1 : 0, count: rowCount))
    case .not(let operand): .flags(flags(operand).map { $0 < 0 ? -1 : 1 - $0 })
    case .negate(let operand): .numbers(numbers(operand).map { -$0 })
    case .binary(let sign, let lhs, let rhs): binary(sign, lhs, rhs)
    case .contained(let value, let list): .flags(contained(evaluate(value), list))
    case .call(let function, let arguments): call(function, arguments)
    }
  }

  /// A column as expressions see it.
  private func column(_ name: String) -> ColumnValues {
    switch columns[name] {
    case .classNumbers(let values)?: .numbers(values.map { $0 < 0 ? .nan : Double($0) })
    case .elements?, nil: .missing(.number, count: rowCount)
    case let values?: values
    }
  }

  /// The value of an expression as numbers.
  func numbers(_ expression: RowExpression) -> [Double] {
    evaluate(expression).asNumbers(count: rowCount)
  }

  /// The value of an expression as flags.
  func flags(_ expression: RowExpression) -> [Int8] {
    evaluate(expression).asFlags(count: rowCount)
  }

  /// The value of an expression as texts.
  func texts(_ expression: RowExpression) -> TextValues {
    evaluate(expression).asTexts(count: rowCount)
  }

  private func binary(
    _ sign: RowExpression.Operator, _ lhs: RowExpression, _ rhs: RowExpression
  ) -> ColumnValues {
    switch sign {
    case .or: .flags(combined(flags(lhs), flags(rhs), RowLogic.or))
    case .and: .flags(combined(flags(lhs), flags(rhs), RowLogic.and))
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      .flags(compared(sign, evaluate(lhs), evaluate(rhs)))
    case .add: .numbers(calculated(numbers(lhs), numbers(rhs)) { $0 + $1 })
    case .subtract: .numbers(calculated(numbers(lhs), numbers(rhs)) { $0 - $1 })
    case .multiply: .numbers(calculated(numbers(lhs), numbers(rhs)) { $0 * $1 })
    case .divide: .numbers(calculated(numbers(lhs), numbers(rhs)) { $0 / $1 })
    case .remainder: .numbers(calculated(numbers(lhs), numbers(rhs), RowLogic.remainder))
    }
  }

  /// Whether values equal one of a few.
  private func contained(_ value: ColumnValues, _ list: [RowExpression]) -> [Int8] {
    var result = value.isPresentFlags(count: rowCount)
    for element in list {
      let found = compared(.equal, value, evaluate(element))
      result = combined(result, found, RowLogic.or)
    }
    return result
  }
}

/// What operators do to the values of one row.
enum RowLogic {
  /// Truth where either is true, else missing where either is.
  @inline(__always)
  static func or(_ lhs: Int8, _ rhs: Int8) -> Int8 {
    if lhs == 1 || rhs == 1 { return 1 }
    return lhs < 0 || rhs < 0 ? -1 : 0
  }

  /// Falsehood where either is false, else missing where either is.
  @inline(__always)
  static func and(_ lhs: Int8, _ rhs: Int8) -> Int8 {
    if lhs == 0 || rhs == 0 { return 0 }
    return lhs < 0 || rhs < 0 ? -1 : 1
  }

  /// The remainder with the sign of the divisor.
  @inline(__always)
  static func remainder(_ lhs: Double, _ rhs: Double) -> Double {
    let rest = lhs.truncatingRemainder(dividingBy: rhs)
    return rest != 0 && (rest < 0) != (rhs < 0) ? rest + rhs : rest
  }
}

/// Combines two columns of flags row by row.
@inline(__always)
func combined(_ lhs: [Int8], _ rhs: [Int8], _ body: (Int8, Int8) -> Int8) -> [Int8] {
  zip(lhs, rhs).map { body($0, $1) }
}

/// Combines two columns of numbers row by row; a result that is not finite is missing.
@inline(__always)
func calculated(
  _ lhs: [Double], _ rhs: [Double], _ body: (Double, Double) -> Double
) -> [Double] {
  zip(lhs, rhs).map { lhs, rhs in
    let value = lhs.isNaN || rhs.isNaN ? .nan : body(lhs, rhs)
    return value.isFinite ? value : .nan
  }
}

extension ColumnValues {
  /// 0 where a row has a value, missing where it has none: what a search in a list starts from.
  fileprivate func isPresentFlags(count: Int) -> [Int8] {
    (0..<count).map { isPresent($0) ? 0 : -1 }
  }
}
