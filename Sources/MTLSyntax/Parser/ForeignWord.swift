/// A word of other languages where a line of ours cannot go on, and what to write instead.
struct ForeignWord {
  let advice: String
  /// What can be written in its place.
  var replacement: String?

  /// What a word stands for in other languages; `nil` where it is none of their words.
  static func named(_ word: String) -> ForeignWord? { table[word] }

  private static let table: [String: ForeignWord] = {
    var table: [String: ForeignWord] = [:]
    for word in ["if", "elif", "else", "unless", "switch", "match", "case", "then", "when"] {
      table[word] = ForeignWord(
        advice: "there are no branches; a value is chosen with `select(condition, one, other)`")
    }
    for word in ["for", "while", "foreach", "loop"] {
      table[word] = ForeignWord(
        advice: "layers are repeated with `repeat(3) { ... }`, tasks with `task name(inputs) for "
          + "each in values`")
    }
    for word in ["lambda", "function", "fn", "def", "func"] {
      table[word] = ForeignWord(
        advice: "a value is written out, as in `label late: flag = delay > 15`; layers with "
          + "parameters are a `block`")
    }
    for word in ["return", "yield"] {
      table[word] = ForeignWord(advice: "a body gives what its last step gives; leave the word out")
    }
    for (word, own) in ["AND": "and", "OR": "or", "NOT": "not", "And": "and", "Or": "or"] {
      table[word] = ForeignWord(advice: "did you mean `\(own)`?", replacement: own)
    }
    table["xor"] = ForeignWord(advice: "did you mean `!=`?", replacement: "!=")
    table["mod"] = ForeignWord(advice: "did you mean `%`?", replacement: "%")
    table["div"] = ForeignWord(
      advice: "`floor(a / b)` divides and leaves the rest out")
    return table
  }()
}
