import MTLSource

extension Rules {
  /// All rules as a table of a page, a row for each.
  package static var markdown: String {
    let head = "| code | rule | weighs | reports |\n| --- | --- | --- | --- |\n"
    return head
      + all.map { rule in
        var weight = rule.severity.rawValue
        if rule.needs == .data { weight += ", with `--data`" }
        if rule.isPreview { weight += ", preview" }
        if let fix = rule.fix { weight += ", \(fix.rawValue) fix" }
        let what = rule.page.what.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return
          "| \(rule.identity.id) | `\(rule.identity.name)` | \(weight) | \(what.replacing("|", with: "\\|")) |\n"
      }.joined()
  }
}
