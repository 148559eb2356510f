import MTLFormats
import MTLSource

/// Findings that a team has accepted for now: lint is silent about them and speaks of new ones.
///
/// The file lists fingerprints, each finding on a line of its own and sorted, so that a change of it
/// reads well in a review. Errors of the parser and the checker are never accepted.
package struct Baseline: Sendable {
  /// One accepted finding.
  package struct Entry: Hashable, Sendable {
    package let path: String
    package let code: String
    package let fingerprint: String
  }

  /// What applying a baseline to a report has done.
  package struct Outcome: Sendable {
    /// How many findings it has taken out.
    package let hidden: Int
    /// What it accepts in the specs of the report and was not found: it may be written anew.
    package let stale: [Entry]
  }

  /// The accepted findings, by path, code and fingerprint.
  package let entries: [Entry]

  /// A baseline that accepts what a report has found.
  package init(_ report: LintReport) {
    self.init(
      report.located.filter { !$0.finding.diagnostic.isHardError }.map { file, finding in
        Entry(
          path: file.path, code: finding.diagnostic.identity.id, fingerprint: finding.fingerprint)
      })
  }

  private init(_ entries: [Entry]) {
    self.entries = entries.sorted {
      ($0.path, $0.code, $0.fingerprint) < ($1.path, $1.code, $1.fingerprint)
    }
  }

  /// The file's text.
  package var text: String {
    let lines = entries.map { entry in
      let members = [
        ("path", entry.path), ("code", entry.code), ("fingerprint", entry.fingerprint),
      ]
      return "    {"
        + members.map { "\"\($0.0)\": \(JSONText.quoted($0.1))" }.joined(separator: ", ") + "}"
    }
    let list = lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]"
    return "{\n  \"format_version\": \(Baseline.version),\n  \"findings\": \(list)\n}\n"
  }

  /// Takes out of a report what is accepted.
  package func apply(to report: inout LintReport) -> Outcome {
    let accepted = Set(entries.map { $0.fingerprint })
    var found: Set<String> = []
    var hidden = 0
    report.removeFindings { _, finding in
      guard accepted.contains(finding.fingerprint), !finding.diagnostic.isHardError else {
        return false
      }
      found.insert(finding.fingerprint)
      hidden += 1
      return true
    }
    let paths = Set(report.files.map { $0.path })
    let stale = entries.filter { paths.contains($0.path) && !found.contains($0.fingerprint) }
    return Outcome(hidden: hidden, stale: stale)
  }
}

extension Baseline {
  /// The version of the file's layout.
  private static let version = 1

  /// Reads a baseline file.
  ///
  /// - Parameter name: The file's name for messages.
  package static func parse(bytes: [UInt8], name: String) throws(FormatError) -> Baseline {
    let document = try JSONValue.parse(bytes: bytes, name: name, depthLimit: 8)
    let top = try members(
      of: document, ["format_version", "findings"], "the baseline", in: name)
    let version = top["format_version"]?.integer
    guard version == Baseline.version else {
      let found = version.map { " and not \($0)" } ?? ""
      throw FormatError(name, "`format_version` should be \(Baseline.version)\(found)")
    }
    guard let findings = top["findings"]?.elements else {
      throw FormatError(name, "`findings` should be an array")
    }
    var entries: [Entry] = []
    for (index, finding) in findings.enumerated() {
      entries.append(try entry(finding, "finding \(index + 1)", in: name))
    }
    return Baseline(entries)
  }

  private static func entry(
    _ value: JSONValue, _ place: String, in name: String
  ) throws(FormatError) -> Entry {
    let keys = ["path", "code", "fingerprint"]
    let found = try members(of: value, keys, place, in: name)
    var texts: [String] = []
    for key in keys {
      guard let text = found[key]?.string else {
        throw FormatError(name, "`\(key)` of \(place) should be a string")
      }
      texts.append(text)
    }
    guard texts[2].utf8.count == 32, texts[2].utf8.allSatisfy({ isHexDigit($0) }) else {
      throw FormatError(
        name,
        "`fingerprint` of \(place) should be 32 hexadecimal digits, "
          + "and is \(FormatError.quote(texts[2]))")
    }
    return Entry(path: texts[0], code: texts[1], fingerprint: texts[2])
  }

  /// The members of an object that has those of a list and no others.
  private static func members(
    of value: JSONValue, _ keys: [String], _ place: String, in name: String
  ) throws(FormatError) -> [String: JSONValue] {
    guard let members = value.members else {
      throw FormatError(name, "\(place) should be an object")
    }
    for member in members where !keys.contains(member.key) {
      let near = NearName.best(for: member.key, among: keys)
      throw FormatError(
        name,
        "\(FormatError.quote(member.key)) is no member of \(place)"
          + (near.map { "; did you mean `\($0)`?" } ?? ""))
    }
    for key in keys where !members.contains(where: { $0.key == key }) {
      throw FormatError(name, "\(place) has no `\(key)`")
    }
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
