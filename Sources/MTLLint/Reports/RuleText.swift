import MTLSemantics
import MTLSource

/// What reports say of a kind of finding, a rule's or the checker's.
struct RuleText {
  /// One section: a heading, and sentences or a spec.
  struct Section {
    enum Content {
      case prose(String)
      case spec(String)
    }

    let heading: String
    let content: Content
  }

  let identity: DiagnosticIdentity
  let severity: Diagnostic.Severity
  /// The first sentence.
  let summary: String
  /// What it reports and why that is bad.
  let description: String
  let sections: [Section]

  /// The text of a kind; for one without a page, its name.
  init(_ identity: DiagnosticIdentity) {
    if let rule = Rules.all.first(where: { $0.identity == identity }) {
      self.init(rule)
    } else {
      self.init(checker: identity)
    }
  }

  private init(_ rule: any Rule.Type) {
    let page = rule.page
    identity = rule.identity
    severity = rule.severity
    let (what, why) = (RuleText.unwrapped(page.what), RuleText.unwrapped(page.why))
    summary = RuleText.firstSentence(what)
    description = RuleText.cut(what + " " + why)
    let fix: String? =
      switch rule.fix {
      case .safe: "`--fix` puts it right; what is trained stays the same."
      case .unsafe: "`--fix --unsafe-fixes` puts it right; the numbers change."
      case nil: nil
      }
    let references = page.references.map { "- " + $0 }.joined(separator: "\n")
    sections =
      [
        Section(heading: "What it reports", content: .prose(what)),
        Section(heading: "Why that is bad", content: .prose(why)),
        Section(heading: "Example", content: .spec(page.bad)),
        Section(heading: "Use instead", content: .spec(page.good)),
      ] + (fix.map { [Section(heading: "Fix", content: .prose($0))] } ?? [])
      + (references.isEmpty ? [] : [Section(heading: "References", content: .prose(references))])
  }

  private init(checker identity: DiagnosticIdentity) {
    self.identity = identity
    let code = DiagnosticCode(rawValue: identity.number).flatMap {
      $0.identity == identity ? $0 : nil
    }
    severity = code?.severity ?? .error
    guard let page = code.flatMap({ ExplainPages.page(of: $0) }) else {
      let words = identity.name.split(separator: "-").joined(separator: " ")
      (summary, description) = (words, words)
      sections = []
      return
    }
    let text = RuleText.unwrapped(page.text)
    summary = RuleText.firstSentence(text)
    description = RuleText.cut(text)
    sections = [
      Section(heading: "What is wrong", content: .prose(text)),
      Section(heading: "Example", content: .spec(page.wrong)),
      Section(heading: "Use instead", content: .spec(page.right)),
    ]
  }

  /// The sections as plain text.
  var plain: String {
    sections.map { section in
      switch section.content {
      case .prose(let text): section.heading + ":\n\n" + text
      case .spec(let text): section.heading + ":\n\n" + RuleText.trimmed(text)
      }
    }.joined(separator: "\n\n")
  }

  /// The sections as Markdown; the texts are the program's own.
  var markdown: String {
    sections.map { section in
      switch section.content {
      case .prose(let text): "## \(section.heading)\n\n\(text)"
      case .spec(let text): "## \(section.heading)\n\n```mtl\n\(RuleText.trimmed(text))\n```"
      }
    }.joined(separator: "\n\n")
  }

  /// The most characters of a description; viewers take no longer ones.
  private static let longest = 1000

  private static func cut(_ text: String) -> String {
    text.count <= longest ? text : String(text.prefix(longest)) + "..."
  }

  /// A text without the line end at its end.
  private static func trimmed(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// A text with each paragraph on one line, as viewers break lines themselves.
  private static func unwrapped(_ text: String) -> String {
    var paragraphs: [String] = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let last = paragraphs.count - 1
      if line.isEmpty {
        if !paragraphs[last].isEmpty { paragraphs.append("") }
      } else {
        paragraphs[last] += (paragraphs[last].isEmpty ? "" : " ") + line
      }
    }
    return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func firstSentence(_ text: String) -> String {
    var previous: Character = " "
    var end = text.startIndex
    for index in text.indices {
      if previous == ".", text[index].isWhitespace { return String(text[..<end]) }
      previous = text[index]
      end = text.index(after: index)
    }
    return text
  }
}
