import MTLGraph

/// Whether a layer's result is known to lie in 0 to 1.
package enum ProbabilityRule: Sendable {
  case never
  case always
  /// As the operand.
  case preserved
}

/// The body of a layer that has one: builds it on a value, with parameters of its own each time.
package struct LayerBody {
  package let build: (Value) throws(TypeMismatch) -> Value

  package init(build: @escaping (Value) throws(TypeMismatch) -> Value) { self.build = build }
}

/// What becomes of the body of a layer that has one.
package enum BodyRole: Sendable {
  /// There is none, or nothing that holds for more than one layer.
  case plain
  /// It is built several times in a row.
  case repeated
  /// Its result is added to the value before the layer.
  case added
  /// It is built with parameters that are not trained.
  case frozen
}

/// A step of a body: composed from operations, it writes no kernel, no gradient and no second shape
/// rule, since building it is checking it.
package protocol Layer: CatalogueEntry {
  /// Whether a body in braces follows the layer's name.
  static var takesBody: Bool { get }

  /// What becomes of the body.
  static var bodyRole: BodyRole { get }

  /// How often the layer builds its body.
  var bodyUses: Int { get }

  /// How many further values the layer names, as `add(skip)` does.
  static var operandCount: ClosedRange<Int> { get }

  static var probability: ProbabilityRule { get }

  /// Whether the places of a sequence stay what they are, so that those without a word stay so.
  var keepsPlaces: Bool { get }

  /// Whether an argument says how long the last axis of the result is.
  static var setsLastAxis: Bool { get }

  /// The parameter, a flag, that says whether a bias is added; `nil` where there is none to leave out.
  static var biasParameter: String? { get }

  /// What it does to numbers, for those who look at layers in a row.
  var nature: LayerNature { get }

  /// Whether it gives back every value of a type as it is.
  func isIdentity(on type: TensorType) -> Bool

  /// How many numbers of a row it brings to a common size together; `nil` where it does no such thing.
  func normalizedCount(of type: TensorType) -> Int?

  /// Adds the layer's operations to the builder's graph.
  ///
  /// - Parameters:
  ///   - x: The value before the step.
  ///   - operands: The further values that the step names.
  ///   - body: The step's body, for a layer that takes one.
  func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value
}

extension Layer {
  package var bodyUses: Int { 1 }
  package static var takesBody: Bool { false }
  package static var bodyRole: BodyRole { .plain }
  package static var biasParameter: String? { nil }
  package static var operandCount: ClosedRange<Int> { 0...0 }
  package static var probability: ProbabilityRule { .never }
  package var keepsPlaces: Bool { true }
  package static var setsLastAxis: Bool { false }
  package var nature: LayerNature { .other }
  /// No value is given back as it is, unless the layer says so.
  package func isIdentity(on type: TensorType) -> Bool { false }
  /// Nothing is brought to a common size, unless the layer says so.
  package func normalizedCount(of type: TensorType) -> Int? { nil }
}

/// A layer without parameters that maps every element alike.
protocol ActivationLayer: Layer {
  /// Where its values lie, and what else is known of it.
  static var activation: ActivationNature { get }

  /// The value at every element of `x`.
  static func activate(_ x: Value, in graph: inout Graph) throws(TypeMismatch) -> Value

  init()
}

extension ActivationLayer {
  /// An activation whose values may lie anywhere, unless it says otherwise.
  package static var activation: ActivationNature { ActivationNature(.all) }
  package var nature: LayerNature { .activation(Self.activation) }
  package init(_ arguments: Arguments) { self.init() }

  /// The value at every element.
  package func build(
    _ x: Value, operands: [Value], body: LayerBody?, in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    try Self.activate(x, in: &builder.graph)
  }
}

extension ModelBuilder {
  /// The type of a value as layers see it.
  func type(of value: Value) -> TensorType { graph.type(of: value) }

  /// The type of a value, the length of its last axis and the type of one number for each vector along
  /// it, or the mismatch that says that there is none.
  func vectors(
    _ x: Value, for layer: String
  ) throws(TypeMismatch) -> (type: TensorType, width: Dim, numbers: TensorType) {
    let type = type(of: x)
    guard let width = type.dims.last else {
      throw TypeMismatch("`\(layer)` takes a value with a last axis")
    }
    return (type, width, TensorType(rows: type.rows, dims: type.dims.dropLast()))
  }

  /// The type of a picture `[height, width, channels]`, or the mismatch that says what was found.
  func picture(_ x: Value, for layer: String) throws(TypeMismatch) -> TensorType {
    let type = type(of: x)
    guard type.dims.count == 3 else {
      throw TypeMismatch(
        "`\(layer)` takes a picture `Float[height, width, channels]`, not `\(type)`",
        help: "use it where the value is a picture still, or make one with `reshape`")
    }
    guard type.sizes != nil else {
      throw TypeMismatch("`\(layer)` needs a picture whose size is known, not `\(type)`")
    }
    return type
  }
}
