import MTLSource

/// What lint has found in some specs, as every report format reads it.
package struct LintReport: Sendable {
  /// One finding with what reports add to it.
  package struct Finding: Sendable {
    package let diagnostic: Diagnostic
    /// What stays the same when lines are added above it, and is no other finding's.
    package let fingerprint: String
    /// Why a comment hides it, where one does and says so.
    package let reason: String?
  }

  /// One spec that was linted.
  package struct File: Sendable {
    /// The text that was linted last: after edits, where some were made.
    package let source: SourceText
    /// The path as reports write it.
    package let path: String
    /// What was found, in the order of the places.
    package fileprivate(set) var findings: [Finding]
    /// What comments hide, in the order of the places.
    package let suppressed: [Finding]
    /// Whether edits were made.
    package let wasChanged: Bool
  }

  /// The version of the program, as reports name it.
  package let version: String
  package private(set) var files: [File] = []
  private var fingerprints = Fingerprints()

  /// A report of no specs yet.
  package init(version: String) { self.version = version }

  /// Adds what was found in a spec.
  ///
  /// - Parameter source: The text, called by its path from where people read reports, such as
  ///   `specs/digits.mtl`.
  package mutating func add(_ source: SourceText, _ result: LintResult, wasChanged: Bool = false) {
    add(
      source, diagnostics: result.diagnostics,
      suppressed: result.suppressed.map { ($0.diagnostic, $0.reason) }, wasChanged: wasChanged)
  }

  /// Adds findings and hidden findings of a spec, in any order.
  package mutating func add(
    _ source: SourceText, diagnostics: [Diagnostic],
    suppressed: [(diagnostic: Diagnostic, reason: String?)] = [], wasChanged: Bool = false
  ) {
    let path = ReportPath.shown(source.name)
    // Hidden findings count too, so that hiding one leaves the fingerprints of the others.
    let all =
      diagnostics.map { (diagnostic: $0, reason: String?.none, isHidden: false) }
      + suppressed.map { (diagnostic: $0.diagnostic, reason: $0.reason, isHidden: true) }
    let places = all.map { $0.diagnostic.primary.range.start }
    let order = all.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    var marker = FingerprintedText(source, path: path)
    var (kept, hidden): ([Finding], [Finding]) = ([], [])
    for index in order {
      let (diagnostic, reason, isHidden) = all[index]
      let finding = Finding(
        diagnostic: diagnostic, fingerprint: fingerprints.next(of: diagnostic, in: &marker),
        reason: reason)
      if isHidden { hidden.append(finding) } else { kept.append(finding) }
    }
    files.append(
      File(
        source: source, path: path, findings: kept, suppressed: hidden, wasChanged: wasChanged))
  }

  /// Takes out the findings that something holds of.
  mutating func removeFindings(where isUnwanted: (File, Finding) -> Bool) {
    for index in files.indices {
      let file = files[index]
      files[index].findings.removeAll { isUnwanted(file, $0) }
    }
  }
}

extension LintReport {
  /// A finding and the spec that it is in.
  typealias Located = (file: File, finding: Finding)

  /// Every finding, spec by spec.
  var located: [Located] {
    files.flatMap { file in file.findings.map { (file, $0) } }
  }

  /// Every finding, the worst first; equals stay in the order of specs and places.
  var worstFirst: [Located] {
    let all = located
    return [Diagnostic.Severity.error, .warning, .note].flatMap { severity in
      all.filter { $0.finding.diagnostic.severity == severity }
    }
  }

  /// Every finding that no comment hides.
  package var diagnostics: [Diagnostic] { located.map { $0.finding.diagnostic } }

  /// The number of findings of a severity.
  package func count(of severity: Diagnostic.Severity) -> Int {
    files.reduce(0) { sum, file in
      sum + file.findings.count { $0.diagnostic.severity == severity }
    }
  }

  /// The path by which reports name a text: a linted spec's, or one that it imports.
  func path(of source: SourceText) -> String { ReportPath.shown(source.name) }
}

/// Paths as reports write them.
enum ReportPath {
  /// A path without needless dots, with `/` between its parts.
  ///
  /// A path that would begin a line with what a runner takes for its own command keeps `./`.
  static func shown(_ name: String) -> String {
    let parts = name.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    if parts.isEmpty { return name }
    if name.hasPrefix("/") { return "/" + parts }
    let first = parts.unicodeScalars.first { !$0.properties.isWhitespace }
    return first == ":" || first == "#" ? "./" + parts : parts
  }
}
