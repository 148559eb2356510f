import MTLGraph

/// An operation on each element of one operand.
protocol ElementwiseUnary: Primitive {
  /// The step of an elementwise program that it becomes.
  static var step: ElementwiseOperation { get }

  /// The step's constant.
  var constant: Double { get }

  /// The value at one element.
  func apply(_ x: Double) -> Double

  /// The cotangent of the operand `x`, given the result `y` and its cotangent; `nil` where the
  /// derivative is zero everywhere.
  func pullback(
    x: Value, y: Value, cotangent: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value?
}

extension ElementwiseUnary {
  var constant: Double { 0 }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1 else {
      throw TypeMismatch("`\(Self.name)` takes one operand, not \(operands.count)")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in result.values.indices {
      result.values[index] = apply(operands[0].values[index])
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [try pullback(x: operands[0], y: result, cotangent: cotangent, in: &graph)]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .elementwise(Self.step, constant: constant)
  }
}

/// An operation on the elements of two operands of one type.
protocol ElementwiseBinary: Primitive {
  /// The step of an elementwise program that it becomes.
  static var step: ElementwiseOperation { get }

  /// The value at one element.
  func apply(_ a: Double, _ b: Double) -> Double
}

extension ElementwiseBinary {
  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2 else {
      throw TypeMismatch("`\(Self.name)` takes two operands, not \(operands.count)")
    }
    guard operands[0] == operands[1] else {
      throw TypeMismatch(
        "`\(Self.name)` takes two values of one shape, not \(operands[0]) and \(operands[1])")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in result.values.indices {
      result.values[index] = apply(operands[0].values[index], operands[1].values[index])
    }
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .elementwise(Self.step)
  }
}

/// The two samples that every elementwise operation can be tested on.
enum ElementwiseSamples {
  static let rows = RowSpace(0)

  static func unary(
    _ operation: any Primitive, range: ClosedRange<Double> = -2...2
  ) -> [Sample] {
    [
      Sample(operation, [TensorType(rows: rows, [5])], range: range),
      Sample(operation, [TensorType([1])], range: range),
    ]
  }

  static func binary(
    _ operation: any Primitive, range: ClosedRange<Double> = -2...2
  ) -> [Sample] {
    let type = TensorType(rows: rows, [2, 3])
    return [
      Sample(operation, [type, type], range: range),
      Sample(operation, [.scalar, .scalar], range: range),
    ]
  }
}

/// A random number at each element of its operand's type.
///
/// Which it is, is a function of the seed, the step, the stream and the element's position.
protocol ElementwiseRandom: Primitive {
  /// The random stream.
  var stream: UInt32 { get }

  /// The number that is made of a uniform one in [0, 1).
  func number(_ uniform: Double) -> Double
}

extension ElementwiseRandom {
  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 1 else {
      throw TypeMismatch("`\(Self.name)` takes one operand, not \(operands.count)")
    }
    return operands[0]
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for index in result.values.indices {
      result.values[index] = number(
        Philox.uniform(at: UInt64(index), stream: stream, key: step.random))
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] { [nil] }
}
