/// A value of a graph: the result of one of its nodes.
package struct Value: Hashable, Sendable {
  /// The node's index.
  package let index: Int

  package init(_ index: Int) { self.index = index }
}

/// Where a value comes from in the spec, for messages about it.
package struct Origin: Hashable, Sendable {
  /// The declaration and step, such as `trunk.conv`.
  package let name: String
  /// The line of the spec; 0 where there is none.
  package let line: Int

  package init(name: String, line: Int) {
    self.name = name
    self.line = line
  }
}

/// A computation as data: nodes in an order in which every operand stands before its use.
package struct Graph: Sendable {
  /// How a node gets its value.
  package enum Definition: Sendable {
    /// Fed from outside in each step.
    case input(String)
    /// Kept from step to step: a parameter, a moment, a running statistic.
    case variable(String)
    case operation(any Primitive)
  }

  /// One value and how it is computed.
  package struct Node: Sendable {
    package let definition: Definition
    package let operands: [Value]
    package let type: TensorType
    package let origin: Origin?

    /// Creates a node; the caller vouches for its type.
    package init(
      definition: Definition, operands: [Value], type: TensorType, origin: Origin? = nil
    ) {
      self.definition = definition
      self.operands = operands
      self.type = type
      self.origin = origin
    }
  }

  /// A value that is read after a run, by name.
  package struct Output: Sendable {
    package let name: String
    package let value: Value

    /// Creates the output of a value.
    package init(name: String, value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// A variable's next value, written at the end of the step.
  package struct Assignment: Sendable {
    package let variable: Value
    package let value: Value

    /// Creates the assignment of a value to a variable.
    package init(variable: Value, value: Value) {
      self.variable = variable
      self.value = value
    }
  }

  package private(set) var nodes: [Node] = []
  package var outputs: [Output] = []
  package var assignments: [Assignment] = []
  /// What the values emitted from now on belong to.
  package var origin: Origin?

  package init() {}

  /// Makes room for nodes.
  package mutating func reserveCapacity(_ count: Int) { nodes.reserveCapacity(count) }

  /// The type of a value.
  package func type(of value: Value) -> TensorType { nodes[value.index].type }

  /// The values that one is computed from.
  package func operands(of value: Value) -> [Value] { nodes[value.index].operands }

  /// The operation that computes a value; `nil` for inputs and variables.
  package func operation(of value: Value) -> (any Primitive)? {
    if case .operation(let operation) = nodes[value.index].definition { operation } else { nil }
  }

  /// Every value in order.
  package var values: [Value] { nodes.indices.map(Value.init) }

  /// Appends an input.
  package mutating func input(_ name: String, _ type: TensorType) -> Value {
    append(Node(definition: .input(name), operands: [], type: type, origin: origin))
  }

  /// Appends a variable.
  package mutating func variable(_ name: String, _ type: TensorType) -> Value {
    append(Node(definition: .variable(name), operands: [], type: type, origin: origin))
  }

  /// Appends an operation.
  ///
  /// A task axis of the operands is not the operation's concern: it acts on each lane separately, an
  /// operand without the axis being the same for all. The result has the axis where an operand has.
  package mutating func emit(
    _ operation: any Primitive, _ operands: [Value]
  ) throws(TypeMismatch) -> Value {
    let result = try operation.lanedResultType(of: operands.map { nodes[$0.index].type })
    return append(
      Node(definition: .operation(operation), operands: operands, type: result, origin: origin))
  }

  /// Appends an operation on values.
  package mutating func emit(
    _ operation: any Primitive, _ operands: Value...
  ) throws(TypeMismatch) -> Value {
    try emit(operation, operands)
  }

  /// Appends a node as it is; the caller vouches for its type.
  package mutating func append(_ node: consuming Node) -> Value {
    nodes.append(node)
    return Value(nodes.count - 1)
  }
}
