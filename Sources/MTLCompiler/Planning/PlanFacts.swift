import MTLGraph

/// What the planner's steps know of a graph: how its nodes are carried out and who reads them.
struct PlanFacts {
  /// Stands for a reader outside the graph: an output or an assignment.
  static let outside = Int.max

  let graph: Graph
  /// How each node is carried out; `nil` for inputs and variables.
  let lowerings: [Lowering?]
  /// The nodes that read each node, among those that anything outside depends on.
  let uses: [[Int]]

  init(_ graph: Graph) {
    self.graph = graph
    let lowerings = graph.nodes.map { $0.lowering(in: graph) }
    self.lowerings = lowerings
    var uses: [[Int]] = Array(repeating: [], count: graph.nodes.count)
    for output in graph.outputs { uses[output.value.index].append(Self.outside) }
    for assignment in graph.assignments {
      uses[assignment.value.index].append(Self.outside)
      uses[assignment.variable.index].append(Self.outside)
    }
    for index in graph.nodes.indices.reversed() where !uses[index].isEmpty {
      for operand in Self.operands(read: graph.nodes[index], lowerings[index]) {
        uses[operand.index].append(index)
      }
    }
    self.uses = uses
  }

  /// The operands whose elements a node reads: some only give a type.
  private static func operands(read node: Graph.Node, _ lowering: Lowering?) -> [Value] {
    switch lowering {
    case .elementwise(.constant, _, _), .elementwise(.randomKeep, _, _): []
    default: node.operands
    }
  }

  /// The operands whose elements a node reads.
  func operands(of index: Int) -> [Int] {
    Self.operands(read: graph.nodes[index], lowerings[index]).map(\.index)
  }

  func type(_ index: Int) -> TensorType { graph.nodes[index].type }

  func extent(_ index: Int) -> Extent { Extent(of: type(index)) }

  /// Whether a node is its operand's memory under a shape of as many elements.
  func isTransparent(_ index: Int) -> Bool {
    guard case .alias(offset: 0) = lowerings[index] else { return false }
    return extent(index) == extent(graph.nodes[index].operands[0].index)
  }

  func isElementwise(_ index: Int) -> Bool {
    if case .elementwise = lowerings[index] { true } else { false }
  }

  /// The node whose memory a node lies in.
  func root(of index: Int) -> Int {
    switch lowerings[index] {
    case .alias, .lane: root(of: graph.nodes[index].operands[0].index)
    default: index
    }
  }

  /// The node whose whole memory a node is.
  func wholeRoot(of index: Int) -> Int {
    var index = index
    while isTransparent(index) { index = graph.nodes[index].operands[0].index }
    return index
  }
}
