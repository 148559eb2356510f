/// The texts of a spec: its own and those that it imports, laid end to end.
///
/// Offsets count through all of them, the spec's own text first, so that one range says which file it
/// is of. A spec that imports nothing has the offsets of its only file.
package struct SourceMap: Sendable {
  /// The spec's own text, then each imported one.
  package private(set) var texts: [SourceText]
  /// Where each text begins.
  private var bases: [Int]

  /// The map of a spec that imports nothing.
  package init(_ text: SourceText) {
    texts = [text]
    bases = [0]
  }

  /// Adds an imported text; answers the offset at which it begins.
  package mutating func append(_ text: SourceText) -> Int {
    let base = bases[bases.count - 1] + texts[texts.count - 1].bytes.count + 1
    texts.append(text)
    bases.append(base)
    return base
  }

  /// The spec's own text.
  package var main: SourceText { texts[0] }

  /// Which of the texts an offset lies in.
  package func index(of offset: Int) -> Int {
    (bases.lastIndex { $0 <= offset }) ?? 0
  }

  /// The text that a range lies in, and the range as that text counts.
  package func place(of range: SourceRange) -> (text: SourceText, range: SourceRange) {
    let index = index(of: range.start)
    return (texts[index], SourceRange(range.start - bases[index], range.end - bases[index]))
  }

  /// The text of a range.
  package func text(_ range: SourceRange) -> String {
    let (text, local) = place(of: range)
    return text.text(local)
  }

  /// The one-based line of an offset, in its own file.
  package func line(of offset: Int) -> Int {
    let (text, local) = place(of: SourceRange(offset, offset))
    return text.lineIndex(of: local.start) + 1
  }

  /// Whether nothing but blanks stands before an offset on its line.
  package func beginsLine(_ offset: Int) -> Bool {
    let (text, local) = place(of: SourceRange(offset, offset))
    let before = text.bytes[..<local.start].reversed().first { $0 != 0x20 && $0 != 0x09 }
    return before.map { $0 == 0x0A || $0 == 0x0D } ?? true
  }

  /// A place with the fact that holds there.
  package func label(_ range: SourceRange, _ fact: String = "") -> Diagnostic.Label {
    let (text, local) = place(of: range)
    return Diagnostic.Label(text, local, fact)
  }

  /// Edits as the file counts in which a range lies; none where one of them is of another file.
  package func edits(_ edits: [Diagnostic.Edit], in range: SourceRange) -> [Diagnostic.Edit] {
    let index = index(of: range.start)
    guard edits.allSatisfy({ self.index(of: $0.range.start) == index }) else { return [] }
    return edits.map { Diagnostic.Edit(place(of: $0.range).range, $0.replacement) }
  }
}
