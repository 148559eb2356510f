import MTLGraph

/// How a gradient is bounded before the optimizer sees it.
package protocol Clipping: CatalogueEntry {
  /// The bounded gradient, in the parts in which it is given.
  ///
  /// - Parameter sums: The parts, those that have a row for each task added up: what a norm is that of.
  func clip(
    _ parts: [Value], sums: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value]
}

extension Clipping {
  /// What bounds a gradient without stopping it.
  fileprivate static var usualBounds: ClosedRange<Double> { 0.0001...1000 }
}

/// Scales the whole gradient down where its Euclidean norm exceeds a bound.
struct NormClipping: Clipping {
  static let name = "norm"
  static let summary = "Scales the whole gradient down where its Euclidean norm exceeds a bound"
  static let details = "`g * min(1, bound / (norm + 1e-6))`, the norm over all parameters."
  static let parameters: [ParameterDeclaration] = [
    .positional("bound", .number(.positive), usual: usualBounds, "the largest norm")
  ]
  static let example = "clip norm(5)"

  let bound: Double

  init(_ arguments: Arguments) { bound = arguments.number("bound") }

  func clip(
    _ parts: [Value], sums: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value] {
    var total: Value?
    for part in sums {
      let sum = try graph.sum(graph.emit(Square(), part), to: .scalar)
      total = if let other = total { try graph.add(other, sum) } else { sum }
    }
    guard let total else { return [] }
    let norm = try graph.offset(graph.emit(SquareRoot(), total), by: 1e-6)
    let ratio = try graph.scale(graph.emit(Reciprocal(), norm), by: bound)
    let factor = try graph.emit(MinimumConstant(constant: 1), ratio)
    var clipped: [Value] = []
    for part in parts { clipped.append(try graph.multiply(part, byScalar: factor)) }
    return clipped
  }
}

/// Bounds every element of the gradient.
struct ValueClipping: Clipping {
  static let name = "value"
  static let summary = "Bounds every element of the gradient"
  static let details = "`min(max(g, -bound), bound)`, element by element."
  static let parameters: [ParameterDeclaration] = [
    .positional("bound", .number(.positive), usual: usualBounds, "the largest size of an element")
  ]
  static let example = "clip value(1)"

  let bound: Double

  init(_ arguments: Arguments) { bound = arguments.number("bound") }

  func clip(
    _ parts: [Value], sums: [Value], in graph: inout Graph
  ) throws(TypeMismatch) -> [Value] {
    var clipped: [Value] = []
    for part in parts {
      let low = try graph.emit(MaximumConstant(constant: -bound), part)
      clipped.append(try graph.emit(MinimumConstant(constant: bound), low))
    }
    return clipped
  }
}

/// A function of the parameters that is added to the loss.
package protocol Penalty: CatalogueEntry {
  /// Whether it makes parameters smaller by a share of themselves, as a decay of weights does.
  static var isSquared: Bool { get }

  /// The penalty's gradient for some of the parameters; what must not be penalised is zero among them.
  func gradient(of parameters: Value, in graph: inout Graph) throws(TypeMismatch) -> Value
}

extension Penalty {
  package static var isSquared: Bool { false }
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
  static let isSquared = true

  let factor: Double

  init(_ arguments: Arguments) { factor = arguments.number("factor") }

  func gradient(of parameters: Value, in graph: inout Graph) throws(TypeMismatch) -> Value {
    try graph.scale(parameters, by: 2 * factor)
  }
}
