import MTLGraph

/// A product whose kernel adds a bias and applies relu on its way out.
struct Epilogue {
  let product: Int
  /// The value that is added to every row, where there is one.
  let bias: Int?
  let appliesRelu: Bool
}

/// The pattern of epilogues.
///
///     product                             -> product
///     product + repeat(bias)              -> product with bias
///     relu(product [+ repeat(bias)])      -> product with bias and relu
///
/// Every value on the way is used by the next one alone; only the last may have more uses.
struct EpilogueMatcher {
  /// The epilogues by their last node.
  private(set) var epilogues: [Int: Epilogue] = [:]
  /// Products and sums that an epilogue computes on its way.
  private(set) var absorbed: Set<Int> = []

  init(_ facts: PlanFacts) {
    for index in facts.graph.nodes.indices {
      guard let width = Self.width(of: facts.lowerings[index]) else { continue }
      match(product: index, width: width, facts)
    }
  }

  private mutating func match(product: Int, width: Int, _ facts: PlanFacts) {
    var last = product
    var bias: Int?
    var appliesRelu = false
    if let sum = Self.onlyUse(of: last, facts), let found = Self.bias(sum, last, width, facts) {
      (last, bias) = (sum, found)
    }
    if let next = Self.onlyUse(of: last, facts),
      case .elementwise(.relu, _, _) = facts.lowerings[next]
    {
      if bias != nil { absorbed.insert(last) }
      (last, appliesRelu) = (next, true)
    }
    guard last != product else { return }
    absorbed.insert(product)
    epilogues[last] = Epilogue(product: product, bias: bias, appliesRelu: appliesRelu)
  }

  /// The number of columns that a bias of the product has.
  private static func width(of lowering: Lowering?) -> Int? {
    switch lowering {
    case .kernel(.matrixProduct(let shape)): shape.n
    case .kernel(.convolution(let shape, images: _)): shape.outChannels
    // It has a shift of its own: relu alone may follow.
    case .kernel(.standardize): 0
    default: nil
    }
  }

  private static func onlyUse(of index: Int, _ facts: PlanFacts) -> Int? {
    let uses = facts.uses[index]
    return uses.count == 1 && uses[0] != PlanFacts.outside ? uses[0] : nil
  }

  /// The bias that `sum` adds to the product, where it does.
  private static func bias(
    _ sum: Int, _ product: Int, _ width: Int, _ facts: PlanFacts
  ) -> Int? {
    guard case .elementwise(.add, _, _) = facts.lowerings[sum],
      facts.type(sum) == facts.type(product),
      let other = facts.operands(of: sum).first(where: { $0 != product }),
      case .broadcast(.repeat(width)) = facts.lowerings[other]
    else { return nil }
    return facts.operands(of: other)[0]
  }
}
