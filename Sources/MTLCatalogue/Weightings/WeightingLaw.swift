/// What holds for a weighting with its defaults whatever the gradients are; a test checks what an entry
/// declares.
package enum WeightingLaw: Sendable, CaseIterable {
  /// With one task the update is the task's plain gradient.
  case oneTask
  /// Tasks in another order get their weights in that order.
  case permutation
  /// No task's loss goes up along the update: `J d >= 0`.
  case nonConflict
  /// Gradients that are all longer by one factor get the weights that they had.
  case commonScale
  /// A task whose loss is in other units leaves the update its direction.
  case ownScale
}
