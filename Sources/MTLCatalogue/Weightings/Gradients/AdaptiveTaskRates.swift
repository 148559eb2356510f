import MTLGraph

/// The optimizer's vectors for each task apart, so that no task's gradients set the rate of another's.
struct AdaptiveTaskRates: UpdateWeighting {
  static let name = "adatask"
  static let summary =
    "The optimizer keeps its vectors for each task apart, and the moves are added up"
  static let details = """
    For what several tasks share: `m_i, v_i` of task i follow its gradient `g_i` alone, and `p = p - sum_i rate \
    m_i' / (sqrt(v_i') + epsilon)`, here with Adam; any optimizer takes their places whose moves can be added \
    up, so all but `lamb` (Yang et al., AAAI 2023, with Adagrad, RMSProp and Adam). An optimizer that divides by \
    the size of gradients then gives every task a move of the same size, up to K times the one that it makes of \
    their sum: take a smaller rate. Under `sgd` the moves add up to that of the sum. A task without a label has \
    no part in the step: its vectors and the count of its steps, which the corrections of Adam go by, stand \
    still. What one task alone trains moves as without a weighting. A decay of weights is applied once, and a \
    `penalty` in equal parts to the gradients of the tasks that have a label and train the parameter; in the \
    authors' program there is neither. `clip norm` scales all gradients by one factor, from the norm of their \
    sum, and `clip value` bounds each task's. Tables of embeddings move whole, not by the rows that a batch \
    reads.
    """
  static let example = "weighting adatask"
  static let laws: Set<WeightingLaw> = [.oneTask, .permutation]
  static let advice = """
    Where one task's gradients are so large that an optimizer with adaptive rates moves what is shared for that \
    task alone; the losses' scales then make no difference.
    """

  init(_ arguments: Arguments) {}

  func combine(_ moves: Value, in builder: ModelBuilder) throws(TypeMismatch) -> Value {
    try builder.graph.sumRows(moves)
  }
}
