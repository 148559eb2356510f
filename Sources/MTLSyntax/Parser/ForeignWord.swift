/// A word of other languages where a line of ours cannot go on, and what to write instead.
package struct ForeignWord {
  let advice: String
  /// What can be written in its place.
  var replacement: String?

  /// What a word stands for in other languages; `nil` where it is none of their words.
  static func named(_ word: String) -> ForeignWord? { table[word] }

  /// What gives the tasks weights that stay as they are.
  static let fixedWeights = "static"

  /// Whether a name is that of a library's module, so that what follows its point is meant.
  static func isModule(_ name: String) -> Bool { modules.contains(name) }

  /// Whether a word stands for no value in other languages.
  package static func isNothing(_ word: String) -> Bool { nothings.contains(word) }

  /// The flag that a word of other languages stands for.
  package static func flag(_ word: String) -> Bool? {
    switch word {
    case "True", "TRUE", "yes", "on": true
    case "False", "FALSE", "no", "off": false
    default: nil
    }
  }

  /// What stands behind the last point of a name: `Linear` of `nn.Linear`.
  package static func withoutModules(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }

  private static let nothings: Set<String> = [
    "None", "none", "null", "NULL", "nil", "undefined", "NaN", "nan", "NA",
  ]

  private static let modules: Set<String> = [
    "nn", "F", "torch", "tf", "keras", "layers", "np", "numpy", "pd", "pandas", "jnp", "jax",
    "optim", "sklearn", "flax",
  ]

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
