/// Decoding of bytes that must be valid UTF-8.
enum StrictText {
  /// Returns the text of the bytes, or nil where they are not valid UTF-8.
  ///
  /// Lenient decoding replaces each invalid sequence by U+FFFD, so the bytes are valid exactly
  /// when the decoded text has the same ones.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.utf8.elementsEqual(bytes) ? text : nil
  }
}
