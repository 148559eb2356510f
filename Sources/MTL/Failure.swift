import MTLFormats
import MTLSource

/// Why something that was asked for cannot be had: the spec, the data, the files or the request.
package struct Failure: Error, Sendable {
  /// What is wrong with the spec or its data, with places.
  package var diagnostics: [Diagnostic] = []
  /// What is wrong otherwise.
  package var message: String?
  package var help: String?
  /// Whether the request itself is wrong, such as an option's value.
  package var isUsage = false

  /// A failure with diagnostics.
  package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// A failure in words.
  package init(_ message: String, help: String? = nil, isUsage: Bool = false) {
    self.message = message
    self.help = help
    self.isUsage = isUsage
  }

  /// The failure of a file.
  package init(_ error: FormatError) { message = error.description }
}
