import MTLSource

/// Pages about names and arguments.
extension ExplainPages {
  static let names: [ExplainPage] = [
    ExplainPage(
      .unknownName,
      """
      Nothing declares this name. A body reads what its header lists and what `as` has
      named before; its header reads features of data sets, shared declarations and
      other tasks. A column is written with its data set.
      """,
      wrong: ExampleSpec.digits().replacing("digit(trunk)", "digit(trnk)"),
      right: ExampleSpec.digits()),
    ExplainPage(
      .unknownArgument,
      """
      A call names a parameter that does not exist, or has more arguments than the
      thing takes. `mtl explain` with the thing's name lists its parameters. Many are
      other than in other libraries: layers take the size of their result only, since
      the size of what comes in is known.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("optimizer adam(lr: 0.01)")),
      right: ExampleSpec.houses(after: ExampleSpec.train("optimizer adam(learning_rate: 0.01)"))),
    ExplainPage(
      .duplicateDeclaration,
      """
      Two things have one name. Constants, data sets, blocks, shared declarations and
      tasks share one name space, and within a body every `as` gives a new name, so
      that a name always means one thing.
      """,
      wrong: ExampleSpec.houses(before: "const width = 32\nconst width = 64"),
      right: ExampleSpec.houses(before: "const narrow = 32\nconst wide = 64")),
    ExplainPage(
      .missingArgument,
      """
      A call lacks a parameter that has no default. There is no value that would be
      right for everyone, so the spec has to say it.
      """,
      wrong: ExampleSpec.digits(trunk: "conv(8) -> relu -> flatten"),
      right: ExampleSpec.digits(trunk: "conv(8, kernel: 3) -> relu -> flatten")),
    ExplainPage(
      .repeatedArgument,
      """
      One parameter is given twice, and only one of the values could hold.
      """,
      wrong: ExampleSpec.digits(trunk: "conv(8, kernel: 3, kernel: 5) -> relu -> flatten"),
      right: ExampleSpec.digits(trunk: "conv(8, kernel: 5) -> relu -> flatten")),
    ExplainPage(
      .wrongArgument,
      """
      A value is of another kind than the parameter or setting takes, or out of its
      range. Numbers, shares (`10%`) and durations (`2 epochs`) are kinds of their
      own: a `0.1` for a share may be a tenth or a tenth of a percent, and the spec
      should leave no doubt.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nsplit   random(test: 0.2)"),
      right: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nsplit   random(test: 20%)")),
    ExplainPage(
      .unknownEntry,
      """
      There is no layer, loss, metric, type or scheme of this name. `mtl explain`
      alone lists what there is. Names of PyTorch and Keras that are known get the
      name that the thing has here.
      """,
      wrong: ExampleSpec.digits(trunk: "flatten -> Linear(64) -> relu"),
      right: ExampleSpec.digits(trunk: "flatten -> dense(64) -> relu")),
    ExplainPage(
      .recursiveBlock,
      """
      A block uses itself, directly or through another block. Every use is unfolded
      when compiling, so this one would never end. `repeat(n) { }` builds a body
      several times.
      """,
      wrong: ExampleSpec.digits(
        trunk: "flatten -> layers", before: ExampleSpec.block("block layers", "dense(64) -> layers")
      ),
      right: ExampleSpec.digits(
        trunk: "flatten -> layers",
        before: ExampleSpec.block("block layers", "repeat(3) {\n    dense(64) -> relu\n}"))),
    ExplainPage(
      .misplacedArgument,
      """
      Each parameter is given by position or by name as its declaration says, never by
      either: what a thing is about comes first and bare, everything that fine-tunes
      it is named. So every call can be read without looking its parameters up.
      """,
      wrong: ExampleSpec.digits(trunk: "conv(8, 3) -> relu -> flatten"),
      right: ExampleSpec.digits(trunk: "conv(8, kernel: 3) -> relu -> flatten")),
    ExplainPage(
      .dependencyCycle,
      """
      Declarations need each other in a circle, so that none of them can be the first.
      This holds for constants, for columns that are made from other columns, and for
      bodies that read each other.
      """,
      wrong: ExampleSpec.houses(before: "const narrow = wide / 2\nconst wide = narrow * 2"),
      right: ExampleSpec.houses(before: "const narrow = 32\nconst wide = narrow * 2")),
  ]
}

extension String {
  /// The text with one part of it changed, wherever it stands.
  func replacing(_ part: String, _ other: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      result += rest[..<range.lowerBound] + other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
