import MTLSource

/// Pages about shapes, layers and their operands.
extension ExplainPages {
  static let shapes: [ExplainPage] = [
    ExplainPage(
      .shapeMismatch,
      """
      A layer cannot work on a value of this shape. Shapes are never stretched to fit,
      for a silent broadcast trains something other than what was meant. `mtl check
      --shapes` shows the shape after every step.
      """,
      wrong: ExampleSpec.digits(trunk: "flatten -> conv(8, kernel: 3) -> relu"),
      right: ExampleSpec.digits(trunk: "conv(8, kernel: 3) -> relu -> flatten")),
    ExplainPage(
      .assertedType,
      """
      A step asserts the type of its result with `: Float[..]`, and the result has
      another. Either the assertion is out of date, or a change further up has had an
      effect that was not meant.
      """,
      wrong: ExampleSpec.digits(trunk: "flatten -> dense(64) : Float[32] -> relu"),
      right: ExampleSpec.digits(trunk: "flatten -> dense(64) : Float[64] -> relu")),
    ExplainPage(
      .recordNotEncoded,
      """
      A record of columns reaches a step or a loss that takes numbers. Columns can be
      numbers, flags or classes; `encode` makes one vector of them, numbers scaled and
      classes one-hot. It is written in so many words, because how columns become
      numbers is a decision of the model.
      """,
      wrong: ExampleSpec.houses(body: "dense(1)\nloss mse(houses.price)"),
      right: ExampleSpec.houses(body: "encode -> dense(1)\nloss mse(houses.price)")),
    ExplainPage(
      .nothingToEncode,
      """
      `encode` makes a vector of a record of columns, and this value is made of
      numbers already. A record is encoded once, where the chain begins.
      """,
      wrong: ExampleSpec.houses(body: "encode -> encode -> dense(1)\nloss mse(houses.price)"),
      right: ExampleSpec.houses(body: "encode -> dense(1)\nloss mse(houses.price)")),
    ExplainPage(
      .bodyMismatch,
      """
      A step has a body in braces and takes none, or lacks the one that it needs.
      `residual` and `repeat` have bodies; other layers have not.
      """,
      wrong: ExampleSpec.digits(trunk: "flatten -> dense(64) { relu }"),
      right: ExampleSpec.digits(trunk: "flatten -> dense(64) -> residual { dense(64) -> relu }")),
    ExplainPage(
      .operandCount,
      """
      A step that combines values names too few or too many of them. It takes the
      value before it first; the others are named in parentheses.
      """,
      wrong: ExampleSpec.digits(trunk: "flatten -> dense(64) as skip\nrelu -> add"),
      right: ExampleSpec.digits(trunk: "flatten -> dense(64) as skip\nrelu -> add(skip)")),
    ExplainPage(
      .tooManySteps,
      """
      Blocks and repeats are unfolded when compiling, and the steps have become more
      than can be compiled. Repeats inside repeats multiply, and so do blocks that use
      other blocks several times.
      """,
      wrong: ExampleSpec.digits(
        trunk: "flatten\nrepeat(1000) {\n    repeat(1000) {\n        dense(64) -> relu\n    }\n}"),
      right: ExampleSpec.digits(
        trunk: "flatten\nrepeat(2) {\n    repeat(3) {\n        dense(64) -> relu\n    }\n}")),
    ExplainPage(
      .tooLarge,
      """
      A value or a weight has more elements than can be held: at most 2,147,483,647,
      which is 8 GiB of numbers. Most often a picture is flattened before a wide
      `dense`, whose weight then has one number for every pair of pixel and unit.
      """,
      wrong: ExampleSpec.digits(trunk: "flatten -> dense(100_000) -> dense(100_000)"),
      right: ExampleSpec.digits(trunk: "flatten -> dense(100) -> dense(100)")),
    ExplainPage(
      .mixedRows,
      """
      A step combines values of rows from different data sets. The rows of a batch
      that come from one set have no partners in the other, so there is nothing to add
      or multiply.
      """,
      wrong: mixedRows(
        ExampleSpec.task("price(house, flat)", "add(flat) -> dense(1)\nloss mse(houses.price)")),
      right: mixedRows(
        ExampleSpec.task("price(house)", "dense(1)\nloss mse(houses.price)"))),
    ExplainPage(
      .tokensNotRead,
      """
      A column of tokens holds words, one number of a vocabulary for each place of a
      sentence. They become numbers to compute with by `embedding`, which learns a
      vector for each word; a layer such as `dense` cannot read them as they are.
      """,
      wrong: words("mean_over(time) -> dense(1)"),
      right: words("embedding(16) -> mean_over(time) -> dense(1)")),
    ExplainPage(
      .tokensWanted,
      """
      The step looks words up, and what it gets is not a column of tokens. A record
      of columns is brought into numbers by `encode`, which embeds categories as well;
      numbers need no embedding.
      """,
      wrong: ExampleSpec.digits(trunk: "embedding(16) -> flatten"),
      right: ExampleSpec.digits()),
  ]

  private static func words(_ chain: String) -> String {
    ExampleSpec.joined(
      ExampleSpec.block(
        "data sentences from conllu(\n    train: \"train.conllu\",\n    test: \"test.conllu\",\n)",
        "feature words: tokens(max_length: 32) = form\nlabel   size: number = count(words)"),
      ExampleSpec.task("size(sentences.words)", "\(chain)\nloss mse(sentences.size)"))
  }

  private static func mixedRows(_ body: String) -> String {
    ExampleSpec.joined(
      ExampleSpec.block("data flats from synthetic(rows: 100)", "feature rent: number"),
      ExampleSpec.block(
        "data houses from synthetic(rows: 100)", "feature area: number\nlabel   price: number"),
      ExampleSpec.block("shared flat(flats.features)", "encode -> dense(4)"),
      ExampleSpec.block("shared house(houses.features)", "encode -> dense(4)"),
      body)
  }
}
