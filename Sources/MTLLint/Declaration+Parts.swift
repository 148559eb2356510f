import MTLSource
import MTLSyntax

extension Declaration {
  /// The body of a block, a shared declaration or a task.
  var body: Body? {
    switch kind {
    case .block(let item): item.body
    case .shared(let item): item.body
    case .task(let item): item.body
    default: nil
    }
  }

  /// The lines of a data block or a set of columns.
  var dataLines: [DataLine] {
    switch kind {
    case .data(let item): item.lines
    case .columns(let item): item.lines
    default: []
    }
  }
}

extension Body {
  /// The steps of all chains, each before those of its own body.
  var allSteps: [Step] {
    var steps: [Step] = []
    addSteps(to: &steps)
    return steps
  }

  private func addSteps(to steps: inout [Step]) {
    for case .chain(let chain) in items {
      for step in chain.steps {
        steps.append(step)
        step.body?.addSteps(to: &steps)
      }
    }
  }
}
