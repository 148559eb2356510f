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
    items.flatMap { item -> [Step] in
      guard case .chain(let chain) = item else { return [] }
      return chain.steps.flatMap { [$0] + ($0.body?.allSteps ?? []) }
    }
  }
}
