import MTLSource

/// The lines between the braces of a block, a shared declaration, a task or a step.
package struct Body: Sendable {
  /// One line.
  package enum Item: Sendable {
    case chain(Chain)
    case result(Result)
    case malformed(SourceRange)
  }

  package let items: [Item]
  package let range: SourceRange

  package init(items: [Item], range: SourceRange) {
    self.items = items
    self.range = range
  }
}

/// One line of a chain: `from hidden -> dense(64) -> relu as name`.
package struct Chain: Sendable {
  /// The value that the line begins again with, after `from`.
  package let start: Path?
  package let steps: [Step]
  package let range: SourceRange

  package init(start: Path?, steps: [Step], range: SourceRange) {
    self.start = start
    self.steps = steps
    self.range = range
  }
}

/// One step of a chain: a layer or block, its own body, the type it asserts and its name.
package final class Step: Sendable {
  package let call: Call
  package let body: Body?
  package let type: TypeReference?
  package let alias: Name?
  package let range: SourceRange

  package init(call: Call, body: Body?, type: TypeReference?, alias: Name?, range: SourceRange) {
    self.call = call
    self.body = body
    self.type = type
    self.alias = alias
    self.range = range
  }
}

/// One result line of a task: `loss`, `metric` or `output` and its comma-separated pipelines.
package struct Result: Sendable {
  /// The word that the line begins with.
  package enum Kind: String, Sendable {
    case loss
    case metric
    case output
  }

  package let kind: Kind
  package let keyword: SourceRange
  package let values: [[Expression]]
  package let range: SourceRange

  package init(kind: Kind, keyword: SourceRange, values: [[Expression]], range: SourceRange) {
    self.kind = kind
    self.keyword = keyword
    self.values = values
    self.range = range
  }
}
