/// The sentences of a CoNLL-U file, with the fields of their words that were asked for.
///
/// The format is that of Universal Dependencies: a word a line with ten fields between tabs, an empty
/// line behind each sentence, comments behind `#`. Lines of several words (`1-2`) and of words that are
/// not written (`3.1`) are left out.
package struct CoNLLUReader {
  /// The words' values of one field: a sentence after another.
  package typealias Sentences = [[String]]

  /// The places of the fields in a line, by the names that the format gives them.
  private static let places = [
    "form": 1, "lemma": 2, "upos": 3, "xpos": 4, "feats": 5, "head": 6, "deprel": 7,
  ]
  private static let fieldCount = 10

  /// Reads the fields of all words.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes, decompressed.
  ///   - name: The file's name, for messages.
  ///   - fields: The fields that are wanted, such as `form` or `feats.Number`.
  /// - Returns: For each field the values of the words, sentence by sentence; a value that is not
  ///   there is empty.
  package static func read(
    _ bytes: [UInt8], name: String, fields: [String]
  ) throws(FormatError) -> [Sentences] {
    let wanted = fields.compactMap(Field.init)
    var result: [Sentences] = wanted.map { _ in [] }
    var sentence: [[String]] = wanted.map { _ in [] }
    var hasWords = false
    func endSentence() {
      guard hasWords else { return }
      for index in wanted.indices { result[index].append(sentence[index]) }
      sentence = wanted.map { _ in [] }
      hasWords = false
    }
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if line.isEmpty {
        endSentence()
      } else if line.first != UInt8(ascii: "#"), let cells = try cells(of: line, number, name) {
        hasWords = true
        for (index, field) in wanted.enumerated() {
          sentence[index].append(try field.value(in: cells, name: name, line: number))
        }
      }
    }
    endSentence()
    return result
  }

  /// The fields of a word's line; `nil` for one that is no word of its own.
  private static func cells(
    of line: ArraySlice<UInt8>, _ number: Int, _ name: String
  ) throws(FormatError) -> [ArraySlice<UInt8>]? {
    let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    guard cells.count == fieldCount else {
      throw FormatError(
        name, "a word has \(fieldCount) fields between tabs, and this line has \(cells.count)",
        line: number)
    }
    return cells[0].allSatisfy { (48...57).contains($0) } ? cells : nil
  }

  /// One field of a word, or one feature of its sixth.
  private struct Field {
    let place: Int
    let feature: String?

    init?(_ name: String) {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      guard let first = parts.first, let place = places[first] else { return nil }
      self.place = place
      feature = parts.count > 1 ? parts[1] : nil
    }

    func value(
      in cells: [ArraySlice<UInt8>], name: String, line: Int
    ) throws(FormatError) -> String {
      guard let text = String(validating: cells[place], as: UTF8.self) else {
        throw FormatError(name, "the line is not valid UTF-8", line: line)
      }
      if text == "_", place != 1 { return "" }
      guard let feature else { return text }
      for pair in text.split(separator: "|") where pair.hasPrefix(feature + "=") {
        return String(pair.dropFirst(feature.count + 1))
      }
      return ""
    }
  }
}
