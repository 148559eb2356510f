/// Sentences with annotated words, as the Universal Dependencies have them.
struct CoNLLUSource: DataSource {
  static let name = "conllu"
  static let summary = "Sentences with annotated words, as the Universal Dependencies have them"
  static let details = """
    Each sentence is a row. Its fields are the format's own: `form`, `lemma`, `upos`, `xpos`, `deprel`, and \
    a feature of words such as `feats.Number`.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("train", .text, required: true, "the file with the training rows"),
    .named("validation", .text, "the file with the validation rows"),
    .named("test", .text, "the file with the test rows"),
  ]
  static let example =
    "data sentences from conllu(train: \"en-train.conllu.gz\") { label pos: tags = upos }"
  static let fields = ["form", "lemma", "upos", "xpos", "deprel", "feats"]
  var isTrainable: Bool { false }

  let origin = RowOrigin.pending

  init(_ arguments: Arguments) {}

  static func field(_ path: [String]) -> CellKind? {
    guard let first = path.first, fields.contains(first) else { return nil }
    return path.count == (first == "feats" ? 2 : 1) ? .text : nil
  }
}
