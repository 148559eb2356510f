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
}

/// One line of a chain: `from hidden -> dense(64) -> relu as name`.
package struct Chain: Sendable {
  /// The value that the line begins again with, after `from`.
  package let start: Path?
  package let steps: [Step]
  package let range: SourceRange
}

/// One step of a chain: a layer or block, its own body, the type it asserts and its name.
package struct Step: Sendable {
  package let call: Call
  package let body: Body?
  package let type: TypeReference?
  package let alias: Name?
  package let range: SourceRange
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
}
