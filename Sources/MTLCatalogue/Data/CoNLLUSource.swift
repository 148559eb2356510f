/// Sentences with annotated words, as the Universal Dependencies have them.
struct CoNLLUSource: DataSource {
  static let name = "conllu"
  static let summary = "Sentences with annotated words, as the Universal Dependencies have them"
  static let details = """
    Each sentence is a row. Its fields are the format's own: `form`, `lemma`, `upos`, `xpos`, `deprel`, and \
    a feature of words such as `feats.Number`; each has a value for every word, or none. Files named \
    `.gz` are decompressed. Where there are files for validation or the test, no other rows are held out \
    for it.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("train", .text, required: true, isPath: true, "the file with the training rows"),
    .named("validation", .text, isPath: true, "the file with the validation rows"),
    .named("test", .text, isPath: true, "the file with the test rows"),
  ]
  static let example =
    "data sentences from conllu(train: \"en-train.conllu.gz\") { label pos: tags = upos }"
  static let fields = ["form", "lemma", "upos", "xpos", "deprel", "feats"]

  let origin: RowOrigin

  init(_ arguments: Arguments) {
    let files = Split.allCases.compactMap { part in
      arguments.text(part.rawValue).map { PartFile(part: part, path: $0) }
    }
    origin = .sentences(files)
  }

  static func field(_ path: [String]) -> CellKind? {
    guard let first = path.first, fields.contains(first) else { return nil }
    return path.count == (first == "feats" ? 2 : 1) ? .text : nil
  }
}
