import MTLCatalogue
import MTLSource
import MTLSyntax

/// How a spec writes its parts, with the values of constants in place of their names.
struct WrittenText {
  private let sources: SourceMap
  private let uses: [EntryUse]
  /// The values of arguments by the places where they stand; none where uses of a block give several.
  private var values: [Int: (range: SourceRange, value: String?)] = [:]

  init(_ sources: SourceMap, _ uses: [EntryUse]) {
    self.sources = sources
    self.uses = uses
    for use in uses {
      for parameter in use.entry.parameters {
        guard let range = use.argument(parameter.name)?.value.range,
          let value = use.arguments[parameter.name]?.description
        else { continue }
        let isSame = values[range.start].map { $0.value == value } ?? true
        values[range.start] = (range, isSame ? value : nil)
      }
    }
  }

  /// A part of the spec on one line, a long one only in part.
  func excerpt(_ range: SourceRange) -> String { Self.shortened(plain(range)) }

  /// A long text in part.
  static func shortened(_ line: String) -> String {
    line.count <= 70 ? line : line.prefix(67) + "..."
  }

  /// A part of the spec on one line.
  func plain(_ range: SourceRange) -> String {
    let inside = values.values.filter {
      $0.value != nil && range.start <= $0.range.start && $0.range.end <= range.end
    }.sorted { $0.range.start < $1.range.start }
    var text = ""
    var place = range.start
    for (argument, value) in inside where argument.start >= place {
      text += sources.text(SourceRange(place, argument.start)) + (value ?? "")
      place = argument.end
    }
    text += sources.text(SourceRange(place, range.end))
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// An entry as the spec calls it; its word alone where nothing is written.
  ///
  /// - Parameters:
  ///   - range: Where the call stands.
  ///   - declaration: The name of the declaration that the call is the first such one of.
  func call(
    of entry: any CatalogueEntry, in range: SourceRange? = nil,
    behind declaration: SourceRange? = nil
  ) -> String {
    let type = Swift.type(of: entry)
    let use = uses.filter { use in
      let place = use.call.range
      return use.entry == type && (declaration.map { $0.start <= place.start } ?? true)
        && (range.map { $0.start <= place.start && place.end <= $0.end } ?? true)
    }.min { $0.call.range.start < $1.call.range.start }
    return use.map { excerpt($0.call.range) } ?? type.name
  }

  /// The type of a column, and what it is computed from.
  func type(of column: CheckedColumn) -> String {
    let (text, range) = sources.place(of: column.range)
    let line = text.lineIndex(of: range.start)
    let end = line + 1 < text.lineStarts.count ? text.lineStarts[line + 1] : text.bytes.count
    let length = max(range.end, end) - range.start
    let start = column.range.start
    let name =
      column.type.map { call(of: $0, in: SourceRange(start, start + length)) } ?? "text"
    guard case .expression = column.source else { return name }
    let written = text.text(SourceRange(range.start, range.start + length))
    guard let sign = written.firstIndex(of: "=") else { return name }
    let code = written[sign...].split(separator: "//")[0]
    return name + " " + code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
