/// An expression over the columns of a row, its types checked.
package indirect enum RowExpression: Hashable, Sendable {
  case column(String)
  case number(Double)
  case text(String)
  case flag(Bool)
  case not(RowExpression)
  case negate(RowExpression)
  case binary(Operator, RowExpression, RowExpression)
  /// Whether a value is one of a few.
  case contained(RowExpression, [RowExpression])
  case call(Function, [RowExpression])

  /// The operators of two operands.
  package enum Operator: String, Sendable {
    case or, and
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case add, subtract, multiply, divide, remainder
  }

  /// The functions that expressions know, by the names that specs write.
  package enum Function: String, Sendable, CaseIterable {
    case abs, sqrt, exp, log, log1p, round, floor, pow, min, max
    case select
    case isMissing = "is_missing"
    case lower
    case count
    case startsWith = "starts_with"
    case contains
  }

  /// What a value of a row is to an expression.
  package enum Kind: String, Sendable {
    case number
    case text
    case flag
  }

  /// The columns that the expression reads.
  package var columns: Set<String> {
    switch self {
    case .column(let name): [name]
    case .number, .text, .flag: []
    case .not(let operand), .negate(let operand): operand.columns
    case .binary(_, let lhs, let rhs): lhs.columns.union(rhs.columns)
    case .contained(let value, let list): list.reduce(value.columns) { $0.union($1.columns) }
    case .call(_, let arguments): arguments.reduce([]) { $0.union($1.columns) }
    }
  }
}
