import MTLGraph

/// The operations that other parts of the compiler build with, by name.
extension Graph {
  /// `a + b`, element by element.
  package mutating func add(_ a: Value, _ b: Value) throws(TypeMismatch) -> Value {
    try emit(Add(), a, b)
  }

  /// `a - b`, element by element.
  package mutating func subtract(_ a: Value, _ b: Value) throws(TypeMismatch) -> Value {
    try emit(Subtract(), a, b)
  }

  /// `a * b`, element by element.
  package mutating func multiply(_ a: Value, _ b: Value) throws(TypeMismatch) -> Value {
    try emit(Multiply(), a, b)
  }

  /// `a / b`, element by element.
  package mutating func divide(_ a: Value, _ b: Value) throws(TypeMismatch) -> Value {
    try emit(Divide(), a, b)
  }

  /// `a * constant`; `a` itself for a constant of 1.
  package mutating func scale(_ a: Value, by constant: Double) throws(TypeMismatch) -> Value {
    constant == 1 ? a : try emit(Scale(constant: constant), a)
  }

  /// `a + constant`; `a` itself for a constant of 0.
  package mutating func offset(_ a: Value, by constant: Double) throws(TypeMismatch) -> Value {
    constant == 0 ? a : try emit(Offset(constant: constant), a)
  }

  /// A constant at every element of a type.
  package mutating func constant(
    _ value: Double, _ type: TensorType = .scalar
  ) throws(TypeMismatch) -> Value {
    try emit(Constant(value: value, type: type))
  }

  /// The value stretched to a type; the value itself where it has the type already.
  package mutating func broadcast(
    _ value: Value, to type: TensorType
  ) throws(TypeMismatch) -> Value {
    self.type(of: value).withoutLanes == type ? value : try emit(Broadcast(type: type), value)
  }

  /// The value's elements under other dimensions.
  package mutating func reshape(
    _ value: Value, to dims: some Collection<Dim>
  ) throws(TypeMismatch) -> Value {
    try emit(Reshape(dims: Array(dims)), value)
  }

  /// The value summed over the axes that a type lacks; the value itself where it lacks none.
  package mutating func sum(_ value: Value, to type: TensorType) throws(TypeMismatch) -> Value {
    self.type(of: value).withoutLanes == type ? value : try emit(Sum(type: type), value)
  }

  /// The larger of two values, element by element.
  package mutating func larger(_ a: Value, _ b: Value) throws(TypeMismatch) -> Value {
    try emit(Maximum(), a, b)
  }

  /// `max(a, 1)`, element by element: what keeps a count from dividing by zero.
  package mutating func atLeastOne(_ a: Value) throws(TypeMismatch) -> Value {
    try emit(MaximumConstant(constant: 1), a)
  }

  /// `min(a, 1)`, element by element: whether a count counts anything.
  package mutating func atMostOne(_ a: Value) throws(TypeMismatch) -> Value {
    try emit(MinimumConstant(constant: 1), a)
  }

  /// 1 where an element is above zero, else 0.
  package mutating func isPositive(_ a: Value) throws(TypeMismatch) -> Value {
    try emit(Step(), a)
  }

  /// The part of a flat vector from an offset on, under dimensions of its own.
  package mutating func slice(
    _ vector: Value, at offset: Int, dims: [Int]
  ) throws(TypeMismatch) -> Value {
    try emit(Slice(offset: offset, dims: dims), vector)
  }

  /// Values laid into a flat vector from offsets on, zeros between them.
  package mutating func pack(
    _ values: [Value], at offsets: [Int], length: Int
  ) throws(TypeMismatch) -> Value {
    try emit(Pack(offsets: offsets, length: length), values)
  }

  /// Values of one type as the lanes of a task axis.
  package mutating func stackLanes(_ values: [Value]) throws(TypeMismatch) -> Value {
    try emit(StackLanes(), values)
  }

  /// The inner products of all lanes of a value, as a stack of matrices to be added up.
  package mutating func laneProducts(of value: Value) throws(TypeMismatch) -> Value {
    try emit(LaneProducts(of: type(of: value)), value)
  }

  /// One lane of a value with a task axis.
  package mutating func lane(_ lane: Int, of value: Value) throws(TypeMismatch) -> Value {
    try emit(SelectLane(lane: lane), value)
  }

  /// The rows of several spaces as those of one that joins them.
  package mutating func joinRows(
    _ values: [Value], _ joined: RowJoin
  ) throws(TypeMismatch) -> Value {
    try emit(JoinRows(joined: joined), values)
  }

  /// The rows of one part of a space that joins several.
  package mutating func selectRows(
    of part: Int, in joined: RowJoin, _ value: Value
  ) throws(TypeMismatch) -> Value {
    try emit(SelectRows(joined: joined, part: part), value)
  }

  /// The number of rows of a space, as a scalar.
  package mutating func rowCount(_ rows: RowSpace) throws(TypeMismatch) -> Value {
    try emit(RowCount(rows: rows))
  }

  /// The mean over all elements of every row, and over the rows where `type` lacks them.
  package mutating func mean(_ value: Value, to type: TensorType) throws(TypeMismatch) -> Value {
    let from = self.type(of: value)
    let total = try sum(value, to: type)
    let perRow = Double(from.elementsPerRow) / Double(max(type.elementsPerRow, 1))
    let scaled = try scale(total, by: 1 / max(perRow, 1))
    guard let rows = from.rows, type.rows == nil else { return scaled }
    let count = try emit(MaximumConstant(constant: 1), rowCount(rows))
    return try divide(scaled, broadcast(count, to: type))
  }
}
