import MTLSource

/// Pages about the structure of declarations and bodies.
extension ExplainPages {
  static let declarations: [ExplainPage] = [
    ExplainPage(
      .noTask,
      """
      A spec without a task trains nothing. A task has a body, a loss, and reads data
      or a shared declaration. Of a file that has only what others can import, such as
      blocks, data sets and shared layers, this is no more than a note.
      """,
      wrong: "model houses\n\nconst width = 64\n",
      right: ExampleSpec.houses()),
    ExplainPage(
      .takenName,
      """
      A block is called like a layer, or one of its parameters like a declaration of
      the file. Nothing hides a name: whoever reads `dense` should know which it is
      without looking for a block of that name.
      """,
      wrong: ExampleSpec.digits(
        trunk: "flatten -> dense(64)", before: ExampleSpec.block("block dense(width: Int)", "relu")),
      right: ExampleSpec.digits(
        trunk: "flatten -> hidden(64)",
        before: ExampleSpec.block("block hidden(width: Int)", "dense(width) -> relu"))),
    ExplainPage(
      .repeatedLine,
      """
      A word stands twice where it may stand once: a setting, the losses of a task,
      the split of a data set, or a declaration such as `train`. The terms of a loss
      are added with `+` on one line, metrics are listed with commas.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("batch 32\nbatch 64")),
      right: ExampleSpec.houses(after: ExampleSpec.train("batch 64"))),
    ExplainPage(
      .unknownSetting,
      """
      A block of settings has no setting of this name. The settings of an optimizer, a
      schedule or a stopping rule are its arguments: `optimizer adam(learning_rate:
      0.001)`.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("batch_size 32")),
      right: ExampleSpec.houses(after: ExampleSpec.train("batch 32"))),
    ExplainPage(
      .notYetSupported,
      """
      The language has this, and this version of the compiler cannot compile it.
      Nothing is wrong with the spec; it has to do without until a version can.
      """,
      wrong: ExampleSpec.digits(sharing: " using mtan"),
      right: ExampleSpec.digits(sharing: " using mmoe(experts: 2)")),
    ExplainPage(
      .misplacedLine,
      """
      A line of a body is out of its order. The chain of a task comes first, its
      results (`loss`, `metric`, `output`) come last, since they are about the values
      of the chain; and only tasks have results.
      """,
      wrong: ExampleSpec.houses(body: "loss mse(houses.price)\nencode -> dense(1)"),
      right: ExampleSpec.houses(body: "encode -> dense(1)\nloss mse(houses.price)")),
    ExplainPage(
      .emptyBody,
      """
      A body without a step does nothing. A shared declaration, a block, and the
      braces of `residual` and `repeat` need at least one step.
      """,
      wrong: "\(ExampleSpec.digits())".replacing("    flatten -> dense(64) -> relu\n", ""),
      right: ExampleSpec.digits()),
    ExplainPage(
      .badConstant,
      """
      An expression has no value when compiling. Constants are made of numbers,
      shares, durations, texts, flags, lists and ranges, of other constants, and of
      `classes(data.column)`.
      """,
      wrong: ExampleSpec.houses(before: "const width = 64 / 0"),
      right: ExampleSpec.houses(before: "const width = 64 / 2")),
    ExplainPage(
      .wrongReference,
      """
      The name is declared, but as something that cannot stand here: a body reads
      features, not labels and not whole data sets; a loss compares with a column; a
      size is a constant. A label among the features is the most costly of these
      mistakes: the model would be given the answer, look excellent, and know nothing.
      """,
      wrong: ExampleSpec.houses().replacing("houses.features", "houses.price"),
      right: ExampleSpec.houses()),
    ExplainPage(
      .unusedInput,
      """
      The header of a body lists a value that no step reads. The chain begins with the
      first value of the header; the others take part only where a step names them, as
      in `add(skip)`, or a line begins with `from`. Listing two values does not join
      them.
      """,
      wrong: ExampleSpec.digits(after: ExampleSpec.block("shared side(digits.image)", "flatten"))
        .replacing("digit(trunk)", "digit(trunk, side)"),
      right: ExampleSpec.digits(
        body: "dense(10)\nloss cross_entropy(digits.digit)",
        after: ExampleSpec.block("shared side(digits.image)", "flatten"))),
  ]
}
