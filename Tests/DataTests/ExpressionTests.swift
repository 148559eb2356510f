import MTLSemantics
import Testing

@testable import MTLData

@Suite struct ExpressionTests {
  private static let x = RowExpression.column("x")
  private static let y = RowExpression.column("y")
  private static let k = RowExpression.column("k")
  private static let s = RowExpression.column("s")
  private static let t = RowExpression.column("t")
  private static let p = RowExpression.column("p")
  private static let q = RowExpression.column("q")

  /// Rows 0 to 3; the last has no value at all.
  private static let evaluator = RowEvaluator(
    rowCount: 4,
    columns: [
      "x": .numbers([-1, 0, 2.5, .nan]),
      "y": .numbers([3, 0, -2, .nan]),
      "k": .classNumbers([0, 3, 4, -1]),
      "s": .texts(TextValues(codes: [0, 1, 2, -1], names: ["Ab", "b", "abc"])),
      "t": .texts(TextValues(codes: [1, 0, 0, -1], names: ["b", "Ab"])),
      "p": .flags([0, 1, -1, 1]),
      "q": .flags([-1, 1, -1, 0]),
    ])

  private static func binary(
    _ sign: RowExpression.Operator, _ lhs: RowExpression, _ rhs: RowExpression
  ) -> RowExpression { .binary(sign, lhs, rhs) }

  private static let arithmetic: [(RowExpression, [Double?])] = [
    (binary(.add, x, y), [2, 0, 0.5, nil]),
    (binary(.subtract, x, .number(1)), [-2, -1, 1.5, nil]),
    (binary(.multiply, x, y), [-3, 0, -5, nil]),
    (binary(.divide, x, y), [-1.0 / 3, nil, -1.25, nil]),
    (binary(.remainder, x, .number(3)), [2, 0, 2.5, nil]),
    (binary(.remainder, x, y), [2, nil, -1.5, nil]),
    (binary(.remainder, k, .number(2)), [0, 1, 0, nil]),
    (.negate(x), [1, 0, -2.5, nil]),
    (.call(.abs, [x]), [1, 0, 2.5, nil]),
    (.call(.sqrt, [x]), [nil, 0, 2.5.squareRoot(), nil]),
    (.call(.exp, [.number(1000)]), [nil, nil, nil, nil]),
    (.call(.log, [.number(0)]), [nil, nil, nil, nil]),
    (.call(.log1p, [binary(.multiply, x, .number(0))]), [0, 0, 0, nil]),
    (.call(.round, [x]), [-1, 0, 3, nil]),
    (.call(.floor, [binary(.divide, x, .number(2))]), [-1, 0, 1, nil]),
    (.call(.pow, [y, .number(2)]), [9, 0, 4, nil]),
    (.call(.min, [x, y, .number(1)]), [-1, 0, -2, nil]),
    (.call(.max, [x, y]), [3, 0, 2.5, nil]),
    (.call(.select, [p, x, y]), [3, 0, nil, nil]),
    (.call(.select, [.call(.isMissing, [x]), .number(9), x]), [-1, 0, 2.5, 9]),
    (.column("absent"), [nil, nil, nil, nil]),
    (.call(.abs, []), [nil, nil, nil, nil]),
    (binary(.add, s, x), [nil, nil, nil, nil]),
  ]

  @Test(arguments: arithmetic.indices) func numbers(index: Int) {
    let (expression, expected) = Self.arithmetic[index]
    let values = Self.evaluator.numbers(expression)
    #expect(values.map { $0.isNaN ? nil : $0 } == expected, "\(expression)")
  }

  private static let logic: [(RowExpression, [Int8])] = [
    (binary(.equal, x, .number(0)), [0, 1, 0, -1]),
    (binary(.notEqual, x, .number(0)), [1, 0, 1, -1]),
    (binary(.less, x, y), [1, 0, 0, -1]),
    (binary(.lessOrEqual, x, y), [1, 1, 0, -1]),
    (binary(.greater, k, .number(3)), [0, 0, 1, -1]),
    (binary(.greaterOrEqual, k, .number(3)), [0, 1, 1, -1]),
    (binary(.equal, s, .text("b")), [0, 1, 0, -1]),
    (binary(.equal, s, t), [1, 1, 0, -1]),
    (binary(.notEqual, s, t), [0, 0, 1, -1]),
    (binary(.less, s, .text("abc")), [1, 0, 0, -1]),
    (binary(.equal, p, .flag(true)), [0, 1, -1, 1]),
    (binary(.and, p, q), [0, 1, -1, 0]),
    (binary(.or, p, q), [-1, 1, -1, 1]),
    (binary(.and, q, .flag(false)), [0, 0, 0, 0]),
    (binary(.or, q, .flag(true)), [1, 1, 1, 1]),
    (.not(q), [-1, 0, -1, 1]),
    (.contained(k, [.number(0), .number(4)]), [1, 0, 1, -1]),
    (.contained(s, [.text("b"), .text("zz")]), [0, 1, 0, -1]),
    (.contained(.number(2.5), [x]), [0, 0, 1, -1]),
    (.contained(x, []), [0, 0, 0, -1]),
    (.call(.isMissing, [s]), [0, 0, 0, 1]),
    (.call(.isMissing, [.call(.log, [x])]), [1, 1, 0, 1]),
    (.call(.startsWith, [s, .text("A")]), [1, 0, 0, -1]),
    (.call(.startsWith, [.call(.lower, [s]), .text("ab")]), [1, 0, 1, -1]),
    (.call(.contains, [s, .text("b")]), [1, 1, 1, -1]),
    (.call(.contains, [s, .text("")]), [1, 1, 1, -1]),
    (.call(.select, [p, p, q]), [-1, 1, -1, 1]),
  ]

  @Test(arguments: logic.indices) func flags(index: Int) {
    let (expression, expected) = Self.logic[index]
    #expect(Self.evaluator.flags(expression) == expected, "\(expression)")
  }

  @Test func textsAreChosen() {
    let choice = RowExpression.call(.select, [Self.p, Self.s, Self.t])
    let texts = Self.evaluator.texts(choice)
    #expect(texts.codes.map { $0 < 0 ? "-" : texts.names[Int($0)] } == ["Ab", "b", "-", "-"])
  }
}
