import MTLSource

/// An expression with the range it was read from.
package struct Expression: Sendable {
  /// An operator before its operand.
  package enum UnaryOperator: String, Sendable {
    case minus = "-"
    case not = "not"
  }

  /// An operator between two operands.
  package enum BinaryOperator: String, Sendable {
    case or, and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contained = "in"
    case range = ".."
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"
  }

  /// What an expression is.
  package indirect enum Kind: Sendable {
    /// `12` or `0.5`; whether it was written without point and exponent.
    case number(Double, isInteger: Bool)
    /// `10%`, held as 0.1.
    case share(Double)
    /// `2 epochs`: the number and the unit's word in the singular.
    case duration(Double, unit: String)
    case string(String)
    case flag(Bool)
    case name(Name)
    case list([Expression])
    case parenthesized(Expression)
    case member(Expression, Name)
    case call(Expression, [Argument])
    case index(Expression, [Expression])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression, operatorRange: SourceRange)
    /// Nothing was there; a diagnostic has said so.
    case missing

    /// The height of the highest expression inside.
    fileprivate var innerHeight: Int {
      switch self {
      case .number, .share, .duration, .string, .flag, .name, .missing: 0
      case .list(let elements): Expression.height(of: elements)
      case .parenthesized(let inner), .member(let inner, _), .unary(_, let inner): inner.height
      case .call(let callee, let arguments):
        arguments.reduce(callee.height) { max($0, $1.value.height) }
      case .index(let base, let places): max(base.height, Expression.height(of: places))
      case .binary(_, let lhs, let rhs, _): max(lhs.height, rhs.height)
      }
    }
  }

  package let kind: Kind
  package let range: SourceRange
  /// How many expressions stand inside each other at most, this one included.
  package let height: Int

  /// Creates an expression.
  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
    height = kind.innerHeight + 1
  }

  private static func height(of expressions: [Expression]) -> Int {
    expressions.reduce(0) { max($0, $1.height) }
  }

  /// One argument of a call: `64`, `kernel: 3` or `joint[torque1]: 2`.
  package struct Argument: Sendable {
    /// What stands before the colon: a name, or a member of a family.
    package let label: Expression?
    package let value: Expression

    package init(label: Expression?, value: Expression) {
      self.label = label
      self.value = value
    }

    /// The range of the label and the value.
    package var range: SourceRange { label.map { $0.range.union(value.range) } ?? value.range }

    /// The label where it is a plain name.
    package var name: Name? {
      guard case .name(let name)? = label?.kind else { return nil }
      return name
    }
  }
}

/// A name with arguments, such as `conv(16, kernel: 3)`; `f()` and `f` are one.
package struct Call: Sendable {
  package let name: Name
  package let arguments: [Expression.Argument]
  package let range: SourceRange

  package init(name: Name, arguments: [Expression.Argument], range: SourceRange) {
    self.name = name
    self.arguments = arguments
    self.range = range
  }
}

/// A written type, such as `Float[16, 16, 64]` or `Int`.
package struct TypeReference: Sendable {
  package let name: Name
  /// The dimensions between the brackets, `nil` without brackets.
  package let dimensions: [Expression]?
  package let range: SourceRange

  package init(name: Name, dimensions: [Expression]?, range: SourceRange) {
    self.name = name
    self.dimensions = dimensions
    self.range = range
  }
}
