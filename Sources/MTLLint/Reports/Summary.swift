import MTLSource

extension LintReport {
  /// How many edits `--fix` would make, and how many more with `--unsafe-fixes`.
  package var fixable: (safe: Int, unsafe: Int) {
    let all = diagnostics
    let safe = all.count { $0.fix(allowsUnsafe: false) != nil }
    return (safe, all.count { $0.fix(allowsUnsafe: true) != nil } - safe)
  }

  /// What was found, on one line: `2 errors and 1 warning in 2 of 3 specs`.
  package var summary: String {
    let kinds = [Diagnostic.Severity.error, .warning, .note].compactMap { severity in
      LintReport.counted(count(of: severity), severity.rawValue)
    }
    guard let last = kinds.last else {
      return files.count == 1 ? "nothing found in 1 spec" : "nothing found in \(files.count) specs"
    }
    let list = kinds.count > 1 ? kinds.dropLast().joined(separator: ", ") + " and " + last : last
    let concerned = files.count { !$0.findings.isEmpty }
    let specs = files.count == 1 ? "1 spec" : "\(files.count) specs"
    return "\(list) in " + (concerned == files.count ? specs : "\(concerned) of \(specs)")
  }

  /// What may be done about it: `2 can be fixed with --fix`; `nil` where there is nothing to say.
  package var fixSummary: String? {
    let (safe, unsafe) = fixable
    if safe > 0, unsafe > 0 {
      return "\(safe) can be fixed with `--fix`, \(unsafe) more with `--unsafe-fixes`"
    }
    if safe > 0 { return "\(safe) can be fixed with `--fix`" }
    return unsafe > 0 ? "\(unsafe) can be fixed with `--fix --unsafe-fixes`" : nil
  }

  private static func counted(_ count: Int, _ noun: String) -> String? {
    guard count > 0 else { return nil }
    return count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
