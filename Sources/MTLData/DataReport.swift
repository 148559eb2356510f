import MTLFormats
import MTLSemantics
import MTLSource

/// Findings that end the reading of a data set.
struct DataFault: Error {
  let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  init(_ diagnostic: Diagnostic) { diagnostics = [diagnostic] }
}

/// Words for what is wrong with a data set and its file.
struct DataReport {
  let data: CheckedData
  let sources: SourceMap

  /// The place in the spec that names the file.
  private var place: Diagnostic.Label { sources.label(path ?? data.range) }

  /// Where the source is written with the path as a text: that text.
  private var path: SourceRange? {
    let bytes = Array(sources.text(data.range).utf8)
    guard let start = bytes.firstIndex(of: 0x22),
      let end = bytes[(start + 1)...].firstIndex(of: 0x22)
    else { return nil }
    return SourceRange(data.range.start + start, data.range.start + end + 1)
  }

  /// The path as it is written, its last part replaced by another name.
  private func renaming(to name: String) -> [Diagnostic.Edit] {
    guard let path else { return [] }
    let written = sources.text(path).dropFirst().dropLast()
    let folder = written.lastIndex(of: "/").map { written[...$0] } ?? ""
    let file = name.split(separator: "/").last.map(String.init) ?? name
    guard !written.contains("\\"),
      file.allSatisfy({ $0.isLetter || $0.isNumber || "._-".contains($0) })
    else { return [] }
    return sources.edits([Diagnostic.Edit(path, "\"\(folder)\(file)\"")], in: path)
  }

  /// A file that is not there.
  ///
  /// - Parameter isGiven: Whether the user named it rather than the spec.
  func missing(_ shown: String, location: DataLocation, isGiven: Bool) -> Diagnostic {
    var helps: [Diagnostic.Help] = []
    if let near = DataReport.nearFile(shown) {
      helps.append(
        Diagnostic.Help(
          "did you mean \(FormatError.quotePath(near))?", edits: renaming(to: near)))
    }
    if !isGiven {
      helps.append(
        Diagnostic.Help(
          location.dataRoot == nil
            ? "the path is looked up in the spec's folder; `--data-root DIR` names another"
            : "the path is looked up in the folder of `--data-root`"))
    }
    return Diagnostic(
      .fileMissing, "the file \(FormatError.quotePath(shown)) does not exist", at: place,
      helps: helps)
  }

  /// A path that leads outside.
  func outside(_ shown: String, location: DataLocation) -> Diagnostic {
    let folder = location.dataRoot == nil ? "the spec's folder" : "the folder of `--data-root`"
    return Diagnostic(
      .pathOutside, "the path \(FormatError.quotePath(shown)) leads outside \(folder)", at: place,
      notes: ["a spec reads nothing outside \(folder) unless the command line allows it"],
      helps: [Diagnostic.Help("move the file into the folder, or give `--allow-outside`")])
  }

  /// A file that cannot be read as a table.
  func unreadable(_ error: FormatError) -> Diagnostic {
    let position = error.line.map { line in
      ":\(line)" + (error.column.map { ":\($0)" } ?? "")
    }
    let name = FormatError.quotePath(error.file + (position ?? ""))
    return Diagnostic(.fileUnreadable, "\(name): \(error.message)", at: place)
  }

  /// More values than a data set can hold.
  func tooLarge(rows: Int, columns: Int, limit: Int, code: DiagnosticCode) -> Diagnostic {
    Diagnostic(
      code,
      "`\(data.name)` has \(rows) rows of \(columns) values, which is more than \(limit) in all",
      at: place, helps: [Diagnostic.Help("read fewer rows, or declare fewer columns")])
  }

  /// A file without rows.
  func noRows(_ shown: String) -> Diagnostic {
    Diagnostic(
      .emptyData, "the file \(FormatError.quotePath(shown)) has no rows", at: place,
      helps: [Diagnostic.Help("check that `\(data.name)` names the right file")])
  }

  /// A file whose header would be read as a row.
  func headerAsRow(_ shown: String) -> Diagnostic {
    Diagnostic(
      .cellUnreadable,
      "the first line of \(FormatError.quotePath(shown)) holds the names of the columns", at: place,
      helps: [Diagnostic.Help("leave `header: false` out")])
  }

  /// A split that leaves nothing to train.
  func noTrainingRows(rowCount: Int) -> Diagnostic {
    let rows = rowCount == 1 ? "the only row" : "all \(rowCount) rows"
    return Diagnostic(
      .emptyData, "no row of `\(data.name)` is left to train: \(rows) fell to held-out parts",
      at: sources.label(data.splitRange),
      helps: [Diagnostic.Help("lower the shares of `split`, or give the data set more rows")])
  }

  /// A source whose files cannot be read yet.
  var notYetReadable: Diagnostic {
    Diagnostic(
      .cannotTrainYet, "the source of `\(data.name)` cannot be read yet",
      at: sources.label(data.range), severity: .error)
  }

  /// A label of which no training row has a class.
  func noClasses(_ column: CheckedColumn) -> Diagnostic {
    Diagnostic(
      .emptyData, "no class of the label \(FormatError.quote(column.name)) is in the training rows",
      at: sources.label(column.range),
      helps: [
        Diagnostic.Help("check the column's cells, the split, and `min_count` where it is given")
      ])
  }

  /// The name in a file's folder that may have been meant: compressed or not, or spelt nearly so.
  private static func nearFile(_ shown: String) -> String? {
    let (folder, name) = FilePath.split(shown)
    let names = FilePath.names(in: folder)
    let other = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name + ".gz"
    let near = names.contains(other) ? other : NearName.best(for: name, among: names)
    return near.map { folder == "." ? $0 : FilePath.joined(folder, $0) }
  }
}
