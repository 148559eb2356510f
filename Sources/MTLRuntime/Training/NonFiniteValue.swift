import MTLGraph

/// The first number of a step that is not finite: what made it.
struct NonFiniteValue: CustomStringConvertible {
  /// The operation's name in the graph's text form.
  let operation: String
  /// The step of the spec that it belongs to.
  let origin: Origin?

  /// What made it, as messages say it: `` `divide` of `trunk.dense` (line 12) ``.
  var description: String {
    guard let origin else { return "`\(operation)`" }
    let line = origin.line > 0 ? " (line \(origin.line))" : ""
    return "`\(operation)` of `\(origin.name)`\(line)"
  }
}
