import MTLSource

/// Pages about characters and tokens: what a file is made of.
extension ExplainPages {
  static let text: [ExplainPage] = [
    ExplainPage(
      .syntax,
      """
      Something stands where the grammar wants something else, and no more telling
      diagnostic fits. The message says what was expected and what was found. Often
      the mistake is just before the place that is marked.
      """,
      wrong: ExampleSpec.houses(before: "const size = (8, 8)"),
      right: ExampleSpec.houses(before: "const size = [8, 8]")),
    ExplainPage(
      .unterminated,
      """
      A string or a name in backquotes begins and does not end on its line. Neither
      may hold a line end; inside a string it is written `\\n`. Everything up to the
      end of the line has been taken for the string, so what follows it there has not
      been looked at.
      """,
      wrong: ExampleSpec.houses(before: "const path = \"data/houses.csv"),
      right: ExampleSpec.houses(before: "const path = \"data/houses.csv\"")),
    ExplainPage(
      .badNumber,
      """
      A number is not written as numbers are. Digits stand on both sides of a point;
      `_` may stand between digits; an exponent has digits of its own; a blank
      separates a number from its unit of time; and the number must fit 64 bits. There
      are no hexadecimal numbers.
      """,
      wrong: ExampleSpec.houses(
        after: ExampleSpec.train("optimizer adam(learning_rate: .001)")),
      right: ExampleSpec.houses(
        after: ExampleSpec.train("optimizer adam(learning_rate: 0.001)"))),
    ExplainPage(
      .textTooLong,
      """
      A spec has at most 4 MiB. Real specs have a few kilobytes; a file so long is
      most likely data that was passed by mistake, and reading on would only waste
      memory.
      """,
      wrong: "// Four MiB of text and more: most likely a file of data.\n",
      right: ExampleSpec.houses()),
    ExplainPage(
      .nameTooLong,
      """
      A name has at most 256 bytes. Names become parts of file names and of log keys,
      and longer ones cannot be shown or stored everywhere.
      """,
      wrong: ExampleSpec.houses(before: "const \(String(repeating: "very_", count: 52))long = 1"),
      right: ExampleSpec.houses(before: "const long = 1")),
    ExplainPage(
      .nestedTooDeep,
      """
      Brackets, bodies and operators may stand inside each other 64 levels deep. The
      limit keeps a file that was made to do harm from exhausting the compiler's
      memory; no spec that people write comes near.
      """,
      wrong: ExampleSpec.houses(
        before: "const deep = \(String(repeating: "(", count: 65))1"
          + String(repeating: ")", count: 65)),
      right: ExampleSpec.houses(before: "const deep = ((1))")),
    ExplainPage(
      .invalidUtf8,
      """
      A spec is UTF-8 text, and the bytes at the marked place are not. The file was
      most likely saved in an older encoding such as Latin-1; save it as UTF-8. In the
      example `\\xE9` stands for the single byte.
      """,
      wrong: ExampleSpec.houses(before: "// Prices of a caf\\xE9 and of houses."),
      right: ExampleSpec.houses(before: "// Prices of a café and of houses.")),
    ExplainPage(
      .hiddenCharacter,
      """
      A character that cannot be seen stands in the text: a control character, one of
      zero width, or one that reverses the direction of writing. With such characters
      a line can look other than what is compiled, which makes reviews worthless; so
      they are errors everywhere, in comments too. Pages from the web and word
      processors are where they come from.
      """,
      wrong: ExampleSpec.houses(before: "// Hou\u{200B}ses."),
      right: ExampleSpec.houses(before: "// Houses.")),
    ExplainPage(
      .strayCharacter,
      """
      A character begins no token of the language. Bare names are made of ASCII
      letters, digits and `_`; a column with other characters in its name is written
      in backquotes. `and`, `or` and `not` are words.
      """,
      wrong: ExampleSpec.houses(
        """
        feature area: number
        label   price: number
        label   cheap: flag = price < 0 && area > 0
        """),
      right: ExampleSpec.houses(
        """
        feature area: number
        label   price: number
        label   cheap: flag = price < 0 and area > 0
        """)),
    ExplainPage(
      .badEscape,
      """
      A backslash and what follows it are no escape. Paths of Windows are where this
      comes up: write them with `/`, which works everywhere, or double the backslash.
      """,
      wrong: ExampleSpec.houses(before: "const path = \"data\\houses.csv\""),
      right: ExampleSpec.houses(before: "const path = \"data/houses.csv\"")),
    ExplainPage(
      .singleQuotes,
      """
      A string stands in double quotes; there is one way to write it. Names with
      unusual characters stand in backquotes instead: a string is a value, never a
      name.
      """,
      wrong: ExampleSpec.houses(before: "const town = 'Rome'"),
      right: ExampleSpec.houses(before: "const town = \"Rome\"")),
    ExplainPage(
      .foreignComment,
      """
      Comments begin with `//` and end with their line; those that document what
      follows begin with `///`. `#` and `/* */` are comments of other languages.
      """,
      wrong: ExampleSpec.houses(before: "# What is a house worth?"),
      right: ExampleSpec.houses(before: "// What is a house worth?")),
    ExplainPage(
      .strayBracket,
      """
      A closing bracket or brace closes nothing, or something that was opened by a
      bracket of another kind. Brackets pair up: `( )` around arguments, `[ ]` around
      lists, `{ }` around bodies.
      """,
      wrong: ExampleSpec.houses(body: "encode -> dense(1))\nloss mse(houses.price)"),
      right: ExampleSpec.houses()),
    ExplainPage(
      .unclosedBracket,
      """
      A round or square bracket is never closed. Inside brackets a line end does not
      count, so the missing bracket would swallow what follows; the compiler ends it
      where a new line clearly begins.
      """,
      wrong: ExampleSpec.houses(body: "encode -> dense(1\nloss mse(houses.price)"),
      right: ExampleSpec.houses()),
    ExplainPage(
      .unclosedBrace,
      """
      The brace of a body is never closed. The compiler notices where the next
      declaration begins, or at the end of the file; the brace that is missing belongs
      before that.
      """,
      wrong: "data houses from synthetic(rows: 100) {\n    feature area: number\n"
        + "    label   price: number\n\n"
        + ExampleSpec.task("price(houses.features)", "encode -> dense(1)\nloss mse(houses.price)")
        + "\n",
      right: ExampleSpec.houses()),
  ]
}
