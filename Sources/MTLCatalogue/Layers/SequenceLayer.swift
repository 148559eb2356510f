import MTLGraph

extension ModelBuilder {
  /// The type of a sequence `[time, width]`, or the mismatch that says what was found.
  func sequence(_ x: Value, for layer: String) throws(TypeMismatch) -> TensorType {
    let type = type(of: x)
    guard type.dims.count == 2 else {
      throw TypeMismatch("`\(layer)` takes a sequence `Float[time, width]`, not `\(type)`")
    }
    return type
  }
}
