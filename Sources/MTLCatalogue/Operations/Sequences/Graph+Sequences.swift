import Foundation
import MTLGraph

extension Graph {
  /// The first elements of a value along its last axis, as many as a type has.
  package mutating func firstColumns(
    of value: Value, as type: TensorType
  ) throws(TypeMismatch) -> Value {
    try emit(TakeColumns(offset: 0, count: type.dims.last?.size ?? 0), value)
  }

  /// The vectors of a sequence `[length, width]`, each at the place of the one behind it in time, and
  /// zeros at the first: what a recurrence had as its state before each place.
  ///
  /// - Parameter isReversed: Whether time runs from the last place to the first.
  mutating func shifted(_ sequence: Value, isReversed: Bool) throws(TypeMismatch) -> Value {
    let type = type(of: sequence).withoutLanes
    guard let sizes = type.sizes, sizes.count == 2 else {
      throw TypeMismatch("a sequence has places and a width, not `\(type)`")
    }
    let (width, rest) = (sizes[1], (sizes[0] - 1) * sizes[1])
    guard rest > 0 else { return try constant(0, type) }
    let flat = try emit(Reshape(dims: [.size(rest + width)]), sequence)
    let kept = try emit(TakeColumns(offset: isReversed ? width : 0, count: rest), flat)
    let moved = try emit(PlaceColumns(offset: isReversed ? 0 : width, width: rest + width), kept)
    return try emit(Reshape(dims: type.dims), moved)
  }
}

/// The sizes of a recurrence in the plain evaluation, and the order of its places.
struct SequenceSizes {
  let rows: Int
  let length: Int
  let isReversed: Bool

  /// The sizes of operands that begin with rows and places.
  init(_ tensor: ReferenceTensor, isReversed: Bool) {
    let axes = tensor.shape.dropLast()
    length = axes.last ?? 1
    rows = axes.dropLast().reduce(1, *)
    self.isReversed = isReversed
  }

  /// The places in the order of time, each by its index among the vectors of all rows.
  func places(of row: Int) -> [Int] {
    let places = (0..<length).map { row * length + $0 }
    return isReversed ? places.reversed() : places
  }
}

/// `vector * matrix` of the plain evaluation, or with the matrix stored transposed.
func product(
  _ vector: ArraySlice<Double>, _ matrix: ReferenceTensor, transposed: Bool = false
) -> [Double] {
  let (height, width) = (matrix.shape[0], matrix.shape[1])
  var result = Array(repeating: 0.0, count: transposed ? height : width)
  for i in 0..<height {
    for j in 0..<width {
      let element = matrix.values[i * width + j]
      if transposed {
        result[i] += vector[vector.startIndex + j] * element
      } else {
        result[j] += vector[vector.startIndex + i] * element
      }
    }
  }
  return result
}

/// The logistic function.
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

extension ReferenceTensor {
  /// The vector along the last axis at an index.
  func vector(_ index: Int) -> ArraySlice<Double> {
    values[index * lastDim..<(index + 1) * lastDim]
  }

  /// Replaces the vector at an index.
  mutating func setVector(_ index: Int, _ vector: some Collection<Double>) {
    values.replaceSubrange(index * lastDim..<(index + 1) * lastDim, with: vector)
  }
}
