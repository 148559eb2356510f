import MTLSource

extension Diagnostic {
  /// What may be done: what has edits before what has none.
  var bestHelp: Help? { helps.first { !$0.edits.isEmpty } ?? helps.first }

  /// The message on one line, whatever cannot be seen written out.
  var shownMessage: String { VisibleText.escaped(message) }

  /// The notes and what to do, each line as it can be shown.
  var remarks: [String] {
    (notes.map { "note: " + $0 } + helps.map { "help: " + $0.text })
      .flatMap { VisibleText.lines($0) }
  }

  /// Whether it is an error of the parser or the checker, which nothing hides.
  var isHardError: Bool { code != nil && severity == .error }
}

extension Diagnostic.Help {
  /// What applying it does, in a word.
  var applicability: String {
    if edits.isEmpty { return "display-only" }
    return isSafe ? "safe" : "unsafe"
  }
}
