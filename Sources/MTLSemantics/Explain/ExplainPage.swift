import MTLSource

/// What `mtl explain` says of a diagnostic: why it is one, a spec that gives it, and the right one.
package struct ExplainPage: Sendable {
  package let code: DiagnosticCode
  /// One or two paragraphs: what is wrong, and why it matters.
  package let text: String
  /// A spec that gives the diagnostic, and no other.
  package let wrong: String
  /// The spec put right; it gives none.
  package let right: String
  /// Data files that the specs read, by their path beside the spec; a page about data has some.
  package let files: [String: String]

  package init(
    _ code: DiagnosticCode, _ text: String, wrong: String, right: String,
    files: [String: String] = [:]
  ) {
    self.code = code
    self.text = text
    self.wrong = wrong
    self.right = right
    self.files = files
  }
}

/// All pages, by code.
package enum ExplainPages {
  /// Every page, in the order of the codes.
  package static let all: [ExplainPage] =
    text + syntax + names + declarations + programs + shapes + losses + data + training

  /// The page of a code.
  package static func page(of code: DiagnosticCode) -> ExplainPage? {
    all.first { $0.code == code }
  }
}
