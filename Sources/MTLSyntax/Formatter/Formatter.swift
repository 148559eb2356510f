import MTLSource

/// Brings a spec into the one style that there is.
package enum Formatter {
  /// The most columns that a line takes where it can be broken.
  package static let width = 100

  /// How many columns a level of a body is indented by.
  package static let indent = 4

  /// The formatted text; `nil` where the tree has syntax errors.
  package static func format(_ tree: SyntaxTree) -> String? {
    guard tree.diagnostics.isEmpty else { return nil }
    var builder = FormatBuilder(tree)
    let (lines, closing) = builder.file()
    var writer = FormatWriter(capacity: tree.source.bytes.count)
    writer.writeFile(lines, closing)
    return writer.output
  }
}
