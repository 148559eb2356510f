/// Why operands do not fit an operation or a layer, in the user's words.
package struct TypeMismatch: Error, Sendable {
  /// One sentence with lower-case start and no full stop.
  package let message: String
  /// Facts that explain it.
  package let notes: [String]
  /// What to do about it, where that is known.
  package let help: String?

  package init(_ message: String, notes: [String] = [], help: String? = nil) {
    self.message = message
    self.notes = notes
    self.help = help
  }
}

/// An operation of the graph: its attributes are its stored properties.
///
/// A conforming file holds everything that is known of one operation: its shape rule, its plain
/// evaluation in `Double` (which is its meaning), its gradient as graph, the instruction that it
/// becomes, and samples for the gradient check.
package protocol Primitive: Hashable, Sendable {
  /// The name in the graph's text form.
  static var name: String { get }

  /// The cases on which tests check the gradient and compare kernels with the plain evaluation.
  static var samples: [Sample] { get }

  /// Whether the operation has a gradient; gradients of windows and labels have none of their own.
  static var isDifferentiable: Bool { get }

  /// The attributes as the text form prints them, empty where there are none.
  var attributes: String { get }

  /// Whether the operation sees the task axis itself; others act on each lane separately.
  ///
  /// Types and tensors that such an operation is given have their task axis.
  var actsAcrossLanes: Bool { get }

  /// An operation whose result for the same operands begins, along the last axis, with this one's;
  /// where a graph has both, only that one is computed.
  var containing: (any Primitive)? { get }

  /// The type of the result, the task axis left out of operands and result.
  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType

  /// The result, computed plainly.
  ///
  /// - Parameter result: A tensor of the result's shape, filled with zeros, to be filled in.
  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep)

  /// The cotangents of the operands, given that of the result; `nil` for an operand whose gradient
  /// is zero or that `needed` leaves out.
  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?]

  /// The instruction that the operation becomes.
  func lowering(operands: [TensorType], result: TensorType) -> Lowering
}

extension Primitive {
  package static var isDifferentiable: Bool { true }

  package var attributes: String { "" }

  package var actsAcrossLanes: Bool { false }

  package var containing: (any Primitive)? { nil }

  /// The type of the result for operands that may have a task axis.
  ///
  /// The result has the axis where an operand has; an operand without it is the same for all lanes.
  package func lanedResultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    if actsAcrossLanes || operands.allSatisfy({ $0.lanes == nil }) {
      return try resultType(of: operands)
    }
    var result = try resultType(of: operands.map(\.withoutLanes))
    for case let lanes? in operands.map(\.lanes) {
      if let other = result.lanes, other != lanes {
        throw TypeMismatch("task axes of \(other) and \(lanes) lanes meet")
      }
      result.lanes = lanes
    }
    return result
  }

  /// Whether the other operation is the same one with the same attributes.
  package func isEqual(to other: any Primitive) -> Bool {
    (other as? Self) == self
  }

  /// The error of a gradient that is asked for where there is none.
  package var hasNoGradient: TypeMismatch {
    TypeMismatch("`\(Self.name)` cannot be differentiated")
  }

  /// The name of the operation.
  package var name: String { Self.name }
}

/// An operation that cannot be differentiated: gradients of windows, numbers of rows, bookkeeping.
package protocol PrimitiveWithoutGradient: Primitive {}

extension PrimitiveWithoutGradient {
  package static var isDifferentiable: Bool { false }

  /// Throws `hasNoGradient`.
  package func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    throw hasNoGradient
  }
}

/// One use of an operation, for tests: operand types and the range of their values.
package struct Sample: Sendable {
  package let operation: any Primitive
  package let operands: [TensorType]
  /// The number of rows of each row space.
  package let rowCounts: [Int]
  /// The range that operand values are drawn from; chosen to keep clear of kinks.
  package let range: ClosedRange<Double>
  /// The operands that hold whole numbers 0 ..< n rather than values of the range, such as labels.
  package let classes: [Int: Int]

  package init(
    _ operation: any Primitive, _ operands: [TensorType], rows: Int = 3,
    range: ClosedRange<Double> = -2...2, classes: [Int: Int] = [:], rowCounts: [Int]? = nil
  ) {
    self.operation = operation
    self.operands = operands
    self.rowCounts = rowCounts ?? [rows]
    self.range = range
    self.classes = classes
  }
}
