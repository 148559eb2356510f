/// Writes each diagnostic on one line, as editors and problem matchers read it.
package struct ConciseRenderer: Sendable {
  let style: Style

  /// Creates a renderer.
  package init(style: Style = .plain) {
    self.style = style
  }

  /// Writes `file:line:column: error[MTL304] message` for each diagnostic.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  private func render(_ diagnostic: Diagnostic) -> String {
    let source = diagnostic.primary.source
    let (line, column) = source.position(of: diagnostic.primary.range.start)
    let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.identity.id)]"
    return VisibleText.escaped(source.name) + ":\(line):\(column): "
      + style.paint(kind, diagnostic.severity.role) + " " + VisibleText.escaped(diagnostic.message)
  }
}
