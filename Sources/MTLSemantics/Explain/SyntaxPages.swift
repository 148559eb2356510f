import MTLSource

/// Pages about how lines and values are written.
extension ExplainPages {
  static let syntax: [ExplainPage] = [
    ExplainPage(
      .missingBrace,
      """
      The brace that opens a body is missing, or stands on a line of its own. It
      stands at the end of the line that it belongs to, since a line ends where it
      ends.
      """,
      wrong: ExampleSpec.houses(after: "train\n{\n    batch 32\n}"),
      right: ExampleSpec.houses(after: ExampleSpec.train("batch 32"))),
    ExplainPage(
      .missingComma,
      """
      Two elements of a list, two arguments or two names follow each other without a
      comma.
      """,
      wrong: ExampleSpec.houses(before: "const widths = [64 128]"),
      right: ExampleSpec.houses(before: "const widths = [64, 128]")),
    ExplainPage(
      .trailingComma,
      """
      After a comma a line goes on in the next one, and here the next line is clearly
      a new one. Most often a comma was left at the end when a name was removed.
      """,
      wrong: ExampleSpec.houses("feature area: number,\nlabel   price: number"),
      right: ExampleSpec.houses("feature area: number\nlabel   price: number")),
    ExplainPage(
      .missingName,
      """
      A name is missing: what is declared has to be called something, so that others
      can refer to it.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.task("(houses.features)", "encode -> dense(1)")),
      right: ExampleSpec.houses(
        after: ExampleSpec.task(
          "again(houses.features)", "encode -> dense(1)\nloss mae(houses.price)"))),
    ExplainPage(
      .missingValue,
      """
      A word that takes a value has none, or an operator lacks what stands behind it.
      The value follows on the same line.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("batch")),
      right: ExampleSpec.houses(after: ExampleSpec.train("batch 32"))),
    ExplainPage(
      .needlessSign,
      """
      What belongs to a word follows it at once, without a sign: `batch 64`. `=`
      defines (`const width = 64`), and `:` gives a type or names an argument
      (`adam(learning_rate: 0.001)`). One way to write each of these keeps specs
      alike.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("batch = 32")),
      right: ExampleSpec.houses(after: ExampleSpec.train("batch 32"))),
    ExplainPage(
      .confusedEquals,
      """
      `=` defines and `==` compares; one of them stands where only the other makes
      sense.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nlabel   free: flag = price = 0"),
      right: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nlabel   free: flag = price == 0")),
    ExplainPage(
      .strayArrow,
      """
      `->` joins steps on one line; a new line of a body continues the chain by
      itself. So a line neither begins nor ends with `->`.
      """,
      wrong: ExampleSpec.houses(body: "encode ->\ndense(1)\nloss mse(houses.price)"),
      right: ExampleSpec.houses(body: "encode\ndense(1)\nloss mse(houses.price)")),
    ExplainPage(
      .semicolon,
      """
      A line ends where it ends; no sign separates it from the next one.
      """,
      wrong: ExampleSpec.houses(before: "const width = 64;"),
      right: ExampleSpec.houses(before: "const width = 64")),
    ExplainPage(
      .unknownDeclaration,
      """
      A line outside of all bodies begins with a word that begins no declaration. It
      may be misspelt, be a word of another language, or belong into a body, such as
      the settings of `train`.
      """,
      wrong: ExampleSpec.houses(before: "let width = 64"),
      right: ExampleSpec.houses(before: "const width = 64")),
    ExplainPage(
      .unknownLine,
      """
      A line of a body begins with a word that begins no such line. Lines of a data
      block begin with `feature`, `label`, `column`, `use` or `split`; those of a task
      with a step or with `from`, `loss`, `metric` or `output`.
      """,
      wrong: ExampleSpec.houses("feature area: number\ntarget  price: number"),
      right: ExampleSpec.houses("feature area: number\nlabel   price: number")),
    ExplainPage(
      .unknownUnit,
      """
      The word after a number is no unit of time. Durations are written in `epochs`,
      `steps`, `seconds`, `minutes` or `hours`, with or without the `s`.
      """,
      wrong: ExampleSpec.houses(before: "const warmup = 2 fortnights"),
      right: ExampleSpec.houses(before: "const warmup = 2 epochs")),
    ExplainPage(
      .reservedName,
      """
      A declaration is called by a word of the language. A message, and a reader,
      could not tell which of the two is meant. Columns may be called so, in
      backquotes anything may.
      """,
      wrong: ExampleSpec.houses(before: "const label = 1"),
      right: ExampleSpec.houses(before: "const label_count = 1")),
    ExplainPage(
      .chainedComparison,
      """
      Comparisons and ranges do not follow each other: `0 < x < 1` would compare a
      flag with 1. Say both with `and`.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nlabel   usual: flag = 0 < price < 1"),
      right: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\n"
          + "label   usual: flag = 0 < price and price < 1")),
    ExplainPage(
      .leadingSign,
      """
      A value has no leading plus sign; a number without a sign is positive already.
      """,
      wrong: ExampleSpec.houses(before: "const shift = +5"),
      right: ExampleSpec.houses(before: "const shift = 5")),
    ExplainPage(
      .spacedShare,
      """
      A share is a number that touches its percent sign. With a blank between them `%`
      is the remainder of a division, and that needs a number behind it.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nsplit   random(test: 20 %)"),
      right: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nsplit   random(test: 20%)")),
    ExplainPage(
      .missingLineEnd,
      """
      Something follows where a line should have ended. Either a new line begins
      there, or a sign is missing before it.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("batch 32 epochs 5")),
      right: ExampleSpec.houses(after: ExampleSpec.train("batch  32\nepochs 5"))),
  ]
}
