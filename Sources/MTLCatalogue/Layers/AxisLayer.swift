import MTLGraph

/// A layer that takes some indices of one axis, in an order of its own.
protocol AxisLayer: Layer {
  /// The axis, the first being 0; `nil` for the last.
  var axis: Int? { get }

  /// How many indices are taken of an axis of a length, and which.
  func taken(of length: Int, axis: Int) throws(TypeMismatch) -> (
    count: Int, rule: BlockMovement.Rule
  )
}

extension AxisLayer {
  /// The parameter that names the axis.
  static var axisParameter: ParameterDeclaration {
    .named("axis", .integer(0...7), "which axis, the first being 0; the last unless given")
  }

  /// The length of the axis of a type; `nil` where it is not known.
  func length(of type: TensorType) -> Int? {
    let axis = axis ?? type.dims.count - 1
    return type.dims.indices.contains(axis) ? type.dims[axis].size : nil
  }

  package static var probability: ProbabilityRule { .preserved }
  package var keepsPlaces: Bool { axis != 0 }

  /// The value with the indices that are taken.
  package func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let type = builder.type(of: x)
    let axis = axis ?? type.dims.count - 1
    guard type.dims.indices.contains(axis) else {
      throw TypeMismatch("`\(type)` has no axis \(axis)", help: "the first axis is 0")
    }
    guard let sizes = type.sizes else {
      throw TypeMismatch("`\(Self.name)` needs a value whose size is known, not `\(type)`")
    }
    let (count, rule) = try taken(of: sizes[axis], axis: axis)
    var dims = sizes
    dims[axis] = count
    return try builder.graph.rearranged(
      x, to: dims, blockAxes: sizes.count - 1 - axis, rule)
  }
}
