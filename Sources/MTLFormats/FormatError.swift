/// What is wrong with a file, in the user's words.
///
/// Every reader and writer of this module throws this one error. The message has a lower-case
/// start, no full stop, and names from the file in backquotes; it does not repeat the file's name.
package struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as the user gave it, or what stands in for it.
  package let file: String

  /// What is wrong, as one clause that stands alone.
  package let message: String

  /// The offset of the byte where it is wrong, in binary files.
  package let offset: Int?

  /// The one-based line where it is wrong, in text files.
  package let line: Int?

  /// The one-based column, in Unicode scalars, within the line.
  package let column: Int?

  /// Creates an error about a file as a whole, or about one byte of it.
  package init(_ file: String, _ message: String, offset: Int? = nil) {
    self.file = file
    self.message = message
    self.offset = offset
    line = nil
    column = nil
  }

  /// Creates an error about a line of a text file, or about one column of that line.
  package init(_ file: String, _ message: String, line: Int, column: Int? = nil) {
    self.file = file
    self.message = message
    self.line = line
    self.column = column
    offset = nil
  }

  /// The error on one line: file, place and message.
  package var description: String {
    if let line {
      let place = column.map { "\(line):\($0)" } ?? "\(line)"
      return "\(file):\(place): \(message)"
    }
    if let offset { return "\(file): \(message) (at byte \(offset))" }
    return "\(file): \(message)"
  }
}
