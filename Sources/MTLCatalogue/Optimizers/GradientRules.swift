import MTLGraph

/// How a gradient is bounded before the optimizer sees it.
package protocol Clipping: CatalogueEntry {
  /// The bounded gradient, a flat vector as the given one.
  func clip(_ gradient: Value, in graph: inout Graph) throws(TypeMismatch) -> Value
}

/// Scales the whole gradient down where its Euclidean norm exceeds a bound.
struct NormClipping: Clipping {
  static let name = "norm"
  static let summary = "Scales the whole gradient down where its Euclidean norm exceeds a bound"
  static let details = "`g * min(1, bound / (norm + 1e-6))`, the norm over all parameters."
  static let parameters: [ParameterDeclaration] = [
    .positional("bound", .number(.positive), "the largest norm")
  ]
  static let example = "clip norm(5)"

  let bound: Double

  init(_ arguments: Arguments) { bound = arguments.number("bound") }

  func clip(_ gradient: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let norm = try graph.offset(graph.norm(gradient), by: 1e-6)
    let ratio = try graph.scale(graph.emit(Reciprocal(), norm), by: bound)
    let factor = try graph.emit(MinimumConstant(constant: 1), ratio)
    return try graph.multiply(gradient, byScalar: factor)
  }
}

/// Bounds every element of the gradient.
struct ValueClipping: Clipping {
  static let name = "value"
  static let summary = "Bounds every element of the gradient"
  static let details = "`min(max(g, -bound), bound)`, element by element."
  static let parameters: [ParameterDeclaration] = [
    .positional("bound", .number(.positive), "the largest size of an element")
  ]
  static let example = "clip value(1)"

  let bound: Double

  init(_ arguments: Arguments) { bound = arguments.number("bound") }

  func clip(_ gradient: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    let low = try graph.emit(MaximumConstant(constant: -bound), gradient)
    return try graph.emit(MinimumConstant(constant: bound), low)
  }
}

/// A function of the parameters that is added to the loss.
package protocol Penalty: CatalogueEntry {
  /// The penalty's gradient for the flat vector of parameters; what must not be penalised is zero in
  /// the vector.
  func gradient(of parameters: Value, in graph: inout Graph) throws(TypeMismatch) -> Value
}

/// The sum of the squared parameters.
struct SquaredPenalty: Penalty {
  static let name = "l2"
  static let summary = "The sum of the squared parameters, times a factor"
  static let details = """
    `factor * sum p^2`, so that its gradient is `2 * factor * p`. A weighting's own parameters take no \
    part.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional("factor", .number(.nonNegative), "what the sum of squares is multiplied by")
  ]
  static let example = "penalty l2(0.0001)"

  let factor: Double

  init(_ arguments: Arguments) { factor = arguments.number("factor") }

  func gradient(of parameters: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.scale(parameters, by: 2 * factor)
  }
}
