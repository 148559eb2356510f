import MTLSemantics
import MTLSource
import MTLSyntax

extension LintedSpec {
  /// A step of the spec's own text where it stands.
  package struct WrittenStep {
    package let body: Body
    package let chain: Chain
    /// Its place in the chain.
    package let place: Int

    package var step: Step { chain.steps[place] }
  }

  /// The step whose call stands at a range; `nil` where the spec's own text has none there.
  package func step(at range: SourceRange) -> WrittenStep? {
    for declaration in tree.declarations
    where declaration.range.start <= range.start && range.end <= declaration.range.end {
      switch declaration.kind {
      case .block(let block): return step(at: range, in: block.body)
      case .shared(let shared): return step(at: range, in: shared.body)
      case .task(let task): return step(at: range, in: task.body)
      default: return nil
      }
    }
    return nil
  }

  private func step(at range: SourceRange, in body: Body) -> WrittenStep? {
    for case .chain(let chain) in body.items {
      for (place, step) in chain.steps.enumerated() {
        if step.call.range == range { return WrittenStep(body: body, chain: chain, place: place) }
        if let inner = step.body, inner.range.start <= range.start, range.end <= inner.range.end {
          return self.step(at: range, in: inner)
        }
      }
    }
    return nil
  }

  /// The edits that take a step out of its chain; none where its name or its type is written, or where
  /// nothing would be left.
  package func removing(_ place: LayerFlow.Place) -> [Diagnostic.Edit] {
    guard let written = step(at: place.range), written.step.call.name.text == place.name,
      written.step.alias == nil, written.step.type == nil
    else { return [] }
    let steps = written.chain.steps
    guard steps.count > 1 else {
      let chains = written.body.items.count { if case .chain = $0 { true } else { false } }
      return chains > 1 && written.chain.start == nil
        ? [removingLine(of: written.chain.range)] : []
    }
    let range =
      written.place == 0
      ? SourceRange(steps[0].range.start, steps[1].range.start)
      : SourceRange(steps[written.place - 1].range.end, written.step.range.end)
    return text(range).contains("//") ? [] : [Diagnostic.Edit(range, "")]
  }

  /// Whether the arguments of a step are all written as they are, and not through names.
  package func hasPlainArguments(_ place: LayerFlow.Place) -> Bool {
    guard let step = step(at: place.range)?.step else { return false }
    return step.call.arguments.allSatisfy { $0.value.isPlain }
  }

  /// The steps that a step stands in, by scope, with those of the declaration first.
  package func path(of place: LayerFlow.Place) -> String { built.steps[place.index].path }
}

extension Expression {
  /// Whether it is written without a name.
  package var isPlain: Bool {
    switch kind {
    case .number, .share, .duration, .string, .flag: true
    case .list(let elements): elements.allSatisfy { $0.isPlain }
    case .parenthesized(let inner), .unary(_, let inner): inner.isPlain
    case .binary(_, let lhs, let rhs, _): lhs.isPlain && rhs.isPlain
    case .name, .member, .call, .index, .missing: false
    }
  }
}

extension CheckedStep {
  /// Whether it may learn a vector for each class or word.
  var readsTables: Bool {
    switch kind {
    case .encoder, .tokenReader: true
    case .layer, .block: false
    }
  }
}
