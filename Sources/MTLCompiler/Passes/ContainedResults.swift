import MTLCatalogue
import MTLGraph

extension PassPipeline {
  /// Takes results from larger ones that hold them, where the graph has both.
  ///
  ///     %1 = states %0; %2 = states and gates %0  ->  %1 = states and gates %0; %2 = columns of %1
  package static let containedResults = Pass("contained results") { graph in
    let present = Set(graph.nodes.compactMap(Application.init))
    return graph.rebuilt { node, index, result in
      guard let application = Application(graph.nodes[index]),
        let containing = application.containing, present.contains(containing),
        let whole = try? result.emit(containing.operation, node.operands),
        let part = try? result.firstColumns(of: whole, as: node.type)
      else { return result.append(node) }
      return part
    }
  }
}

/// An operation on some operands.
private struct Application: Hashable {
  let operation: any Primitive
  let operands: [Value]

  init?(_ node: Graph.Node) {
    guard case .operation(let operation) = node.definition else { return nil }
    self.init(operation, node.operands)
  }

  private init(_ operation: any Primitive, _ operands: [Value]) {
    self.operation = operation
    self.operands = operands
  }

  /// The application whose result holds this one's.
  var containing: Application? { operation.containing.map { Application($0, operands) } }

  static func == (a: Self, b: Self) -> Bool {
    a.operands == b.operands && a.operation.isEqual(to: b.operation)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(AnyHashable(operation))
    hasher.combine(operands)
  }
}
