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
    summary = RuleText.firstSentence(page.what)
    description = page.what + " " + page.why
    let fix: String? =
      switch rule.fix {
      case .safe: "`--fix` puts it right; what is trained stays the same."
      case .unsafe: "`--fix --unsafe-fixes` puts it right; the numbers change."
      case nil: nil
      }
    let references = page.references.map { "- " + $0 }.joined(separator: "\n")
    sections =
      [
        Section(heading: "What it reports", content: .prose(page.what)),
        Section(heading: "Why that is bad", content: .prose(page.why)),
        Section(heading: "Example", content: .spec(page.bad)),
        Section(heading: "Use instead", content: .spec(page.good)),
      ] + (fix.map { [Section(heading: "Fix", content: .prose($0))] } ?? [])
      + (references.isEmpty ? [] : [Section(heading: "References", content: .prose(references))])
  }

  private init(checker identity: DiagnosticIdentity) {
    self.identity = identity
    let code = DiagnosticCode(rawValue: identity.number)
    severity = code?.severity ?? .error
    guard let page = code.flatMap({ ExplainPages.page(of: $0) }) else {
      let words = identity.name.split(separator: "-").joined(separator: " ")
      (summary, description) = (words, words)
      sections = []
      return
    }
    summary = RuleText.firstSentence(page.text)
    description = page.text
    sections = [
      Section(heading: "What is wrong", content: .prose(page.text)),
      Section(heading: "Example", content: .spec(page.wrong)),
      Section(heading: "Use instead", content: .spec(page.right)),
    ]
  }

  /// The sections as plain text.
  var plain: String {
    sections.map { section in
      switch section.content {
      case .prose(let text): section.heading + ":\n\n" + text
      case .spec(let text): section.heading + ":\n\n" + text
      }
    }.joined(separator: "\n\n")
  }

  /// The sections as Markdown; the texts are the program's own.
  var markdown: String {
    sections.map { section in
      switch section.content {
      case .prose(let text): "## \(section.heading)\n\n\(text)"
      case .spec(let text): "## \(section.heading)\n\n```mtl\n\(text)\n```"
      }
    }.joined(separator: "\n\n")
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
