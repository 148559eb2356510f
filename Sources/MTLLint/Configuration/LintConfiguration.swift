import MTLFormats
import MTLSource

/// What an `mtl.toml` says of lint.
package struct LintConfiguration: Sendable {
  package var settings = LintSettings()
  /// Which findings are not looked for in which files.
  package var ignoresByFile: [(pattern: PathPattern, selectors: [RuleSelector])] = []
  /// The files that are passed over.
  package var exclude: [PathPattern] = []
  /// From which severity on findings make lint fail; `nil` for none.
  package var failsOn: Diagnostic.Severity? = .warning
  /// The configuration that this one adds to, by its path from the file's folder.
  package var base: String?

  /// What holds where there is no file.
  package init() {}

  /// The settings for a file, by its path from the configuration's folder.
  package func settings(for path: String) -> LintSettings {
    var settings = settings
    for (pattern, selectors) in ignoresByFile where pattern.matches(path) {
      settings.ignore += selectors
    }
    return settings
  }

  /// Whether a file, by its path from the configuration's folder, is passed over.
  package func excludes(_ path: String) -> Bool { exclude.contains { $0.matches(path) } }

  /// The words for severities that findings can fail on.
  package static let levels: [String: Diagnostic.Severity?] = [
    "error": .error, "warning": .warning, "note": .note, "never": nil,
  ]
}

extension LintConfiguration {
  /// Reads the settings of a file on top of these.
  ///
  /// A key that is not known is an error: a mistyped one would be passed over without a word.
  package mutating func read(_ entries: [TOMLEntry], file: String) throws(FormatError) {
    for entry in entries {
      let reader = EntryReader(entry: entry, file: file)
      switch entry.path {
      case ["extend"]: base = try reader.text()
      case let path where path.first == "lint" && path.count > 1: try read(reader)
      default: throw reader.unknown(among: LintConfiguration.names)
      }
    }
  }

  private static let keys = [
    "select", "extend-select", "ignore", "severity", "per-file-ignores", "exclude", "fail-on",
    "preview", "require-reasons",
  ]

  private static let names = ["extend"] + keys.map { "lint.\($0)" }

  private mutating func read(_ reader: EntryReader) throws(FormatError) {
    let path = reader.entry.path
    switch (path[1], path.count) {
    case ("select", 2): settings.select = try reader.selectors()
    case ("extend-select", 2): settings.select += try reader.selectors()
    case ("ignore", 2): settings.ignore += try reader.selectors()
    case ("severity", 3):
      settings.weights.append((try reader.selector(path[2]), try reader.weight()))
    case ("per-file-ignores", 3):
      ignoresByFile.append((PathPattern(path[2]), try reader.selectors()))
    case ("severity", 2), ("per-file-ignores", 2):
      throw reader.fault(
        "`lint.\(path[1])` is a table: a line `[lint.\(path[1])]`, and below it a line for each")
    case ("exclude", 2): exclude += try reader.texts().map { PathPattern($0) }
    case ("fail-on", 2): failsOn = try reader.level()
    case ("preview", 2): settings.usesPreview = try reader.flag()
    case ("require-reasons", 2): settings.requiresReasons = try reader.flag()
    default: throw reader.unknown(among: LintConfiguration.names)
    }
  }
}

/// Reads one setting as what it has to be.
private struct EntryReader {
  let entry: TOMLEntry
  let file: String

  private var name: String { entry.path.joined(separator: ".") }

  func fault(_ message: String) -> FormatError {
    FormatError(file, message, line: entry.line, column: entry.column)
  }

  func unknown(among keys: [String]) -> FormatError {
    let near = NearName.best(for: name, among: keys)
    return fault(
      "there is no setting `\(name)`; "
        + (near.map { "did you mean `\($0)`?" } ?? "there are \(keys.joined(separator: ", "))"))
  }

  private func wrong(_ wanted: String) -> FormatError {
    fault("`\(name)` is \(wanted), not \(entry.value.kind)")
  }

  func text() throws(FormatError) -> String {
    guard case .text(let text) = entry.value else { throw wrong("a text") }
    return text
  }

  func flag() throws(FormatError) -> Bool {
    guard case .flag(let flag) = entry.value else { throw wrong("true or false") }
    return flag
  }

  func texts() throws(FormatError) -> [String] {
    guard case .list(let values) = entry.value else { throw wrong("a list of texts") }
    var texts: [String] = []
    for value in values {
      guard case .text(let text) = value else { throw wrong("a list of texts") }
      texts.append(text)
    }
    return texts
  }

  func selectors() throws(FormatError) -> [RuleSelector] {
    var selectors: [RuleSelector] = []
    for text in try texts() { selectors.append(try selector(text)) }
    return selectors
  }

  func selector(_ text: String) throws(FormatError) -> RuleSelector {
    if let selector = RuleSelector(text) { return selector }
    throw fault(RuleSelector.problem(with: text))
  }

  func level() throws(FormatError) -> Diagnostic.Severity? {
    let text = try text()
    guard let level = LintConfiguration.levels[text] else {
      throw fault("`\(name)` is \"error\", \"warning\", \"note\" or \"never\", not \"\(text)\"")
    }
    return level
  }

  func weight() throws(FormatError) -> LintSettings.Weight {
    let text = try text()
    if text == "off" { return .off }
    guard let severity = Diagnostic.Severity(rawValue: text) else {
      throw fault("`\(name)` is \"error\", \"warning\", \"note\" or \"off\", not \"\(text)\"")
    }
    return .severity(severity)
  }
}

extension RuleSelector {
  /// Why a text selects nothing, with what may have been meant.
  package static func problem(with text: String) -> String {
    let near = NearName.best(for: text, among: names)
    return "there is no rule or group of rules `\(text)`"
      + (near.map { "; did you mean `\($0)`?" } ?? "; `mtl explain` lists them")
  }
}
