import MTLCatalogue
import MTLGraph

extension CombinedLosses {
  /// Appends the inner products of the tasks' gradients and nothing that uses them.
  ///
  /// The gradients are those that a scheme on gradients would be given: of the weighted losses, with
  /// respect to all that several tasks train.
  func gradientProducts(
    _ trained: [TrainedValue], in builder: ModelBuilder
  ) throws(TypeMismatch) -> Value {
    let gradients = try SeparateGradients(self, trained, in: &builder.graph)
    let rows = try gradients.rows(in: &builder.graph)
    let blocks = try gradients.products(of: rows, in: &builder.graph)
    return try builder.gradientProducts(of: blocks, tasks: tasks.count)
  }
}
