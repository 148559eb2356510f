import MTLSource

/// Pages about columns, files and splits.
extension ExplainPages {
  static let data: [ExplainPage] = [
    ExplainPage(
      .undeclaredColumn,
      """
      No line of the data block declares this column. A column that is only needed by
      an expression, a mask or a split is declared too, as a plain `column`; the
      file's other columns are not read at all.
      """,
      wrong: ExampleSpec.houses("feature area: number\nlabel   price: number = cost / 1000"),
      right: ExampleSpec.houses(
        "feature area: number\ncolumn  cost: number\nlabel   price: number = cost / 1000")),
    ExplainPage(
      .untypedColumn,
      """
      A column needs a type and has none. Types are never guessed from the data, since
      `3` may be a number, a class or a flag. Only a plain `column` may lack one: it
      is text as it stands in the file.
      """,
      wrong: ExampleSpec.houses("feature area\nlabel   price: number"),
      right: ExampleSpec.houses("feature area: number\nlabel   price: number")),
    ExplainPage(
      .expressionType,
      """
      The parts of an expression over columns do not go together, such as a text that
      is compared with a number. Expressions know numbers, texts and flags; a
      `category(10)` counts as a number, one of learnt or listed classes as a text.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\ncolumn  town: category\nlabel   price: number\n"
          + "label   far: flag = town == 1"),
      right: ExampleSpec.houses(
        "feature area: number\ncolumn  town: category\nlabel   price: number\n"
          + "label   far: flag = town == \"a\"")),
    ExplainPage(
      .elementCount,
      """
      A column is made of more or fewer numbers than its type has. A picture of 8 x 8
      pixels needs 64 columns, listed or counted through.
      """,
      wrong: ExampleSpec.digits(
        lines: ExampleSpec.pictures.replacing("= pixel_0..pixel_63", "= pixel_1..pixel_63")),
      right: ExampleSpec.digits()),
    ExplainPage(
      .badColumnSpan,
      """
      `a..b` counts through names that have one stem and end in whole numbers, the
      first not above the last, and at most 65,536 of them. It never means the columns
      between two others of the file.
      """,
      wrong: ExampleSpec.houses("feature area..rooms: number\nlabel   price: number"),
      right: ExampleSpec.houses("feature area, rooms: number\nlabel   price: number")),
    ExplainPage(
      .fileMissing,
      """
      The file is not there. Paths are relative to the folder of the spec, or to the
      one that `--data-root` names, never to the folder in which the command is run.
      """,
      wrong: table("\"house.csv\""), right: table(), files: files),
    ExplainPage(
      .fileUnreadable,
      """
      A file is there and cannot be read as a table: a line has more or fewer cells
      than the first one, a quote is never closed, or the bytes are damaged. The
      message says where.
      """,
      wrong: table("\"ragged.csv\""), right: table(),
      files: files.merging(["ragged.csv": "area,price\n50,100\n60,120,7\n"]) { $1 }),
    ExplainPage(
      .pathOutside,
      """
      A path leads outside the spec's folder. A spec may come from anyone, so it reads
      nothing else of the computer unless the command line allows it with
      `--allow-outside`.
      """,
      wrong: table("\"../houses.csv\""), right: table(), files: files),
    ExplainPage(
      .emptyData,
      """
      There are no rows, or none are left to train after the split. Nothing can be
      learnt from nothing.
      """,
      wrong: table("\"empty.csv\""), right: table(),
      files: files.merging(["empty.csv": "area,price\n"]) { $1 }),
    ExplainPage(
      .splitShares,
      """
      The shares of a split hold out all rows, so that none is left to train. A split
      names what is held out; the rest trains without being named.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nsplit   random(validation: 80%, test: 20%)"),
      right: ExampleSpec.houses(
        "feature area: number\nlabel   price: number\nsplit   random(validation: 10%, test: 10%)")),
    ExplainPage(
      .columnMissing,
      """
      The first line of the file does not name a column that the spec declares. Names
      have to agree letter by letter; one that is no plain word is written in
      backquotes.
      """,
      wrong: table(lines: "feature Area: number\nlabel   price: number"), right: table(),
      files: files),
    ExplainPage(
      .cellUnreadable,
      """
      A cell cannot be read as its column's type. Nothing is skipped or guessed: a
      column of numbers with a word in it may be the wrong column. Where the word
      stands for a missing value, name it as `missing:` of the source.
      """,
      wrong: table("\"gaps.csv\""), right: table("\"gaps.csv\", missing: \"n/a\""),
      files: ["gaps.csv": "area,price\n50,100\n60,n/a\n70,140\n80,160\n90,180\n95,190\n"]),
    ExplainPage(
      .classUndeclared,
      """
      A cell holds a class that its column's type does not have. `category([..])`
      lists all classes and `category(10)` has 0 to 9; plain `category` learns them
      from the training rows.
      """,
      wrong: table("\"kinds.csv\"", lines: kinds("category([\"flat\"])")),
      right: table("\"kinds.csv\"", lines: kinds("category([\"flat\", \"house\"])")),
      files: [
        "kinds.csv": "kind,price\nflat,100\nhouse,200\nflat,110\nflat,90\nhouse,210\nflat,95\n"
      ]),
    ExplainPage(
      .columnCount,
      """
      A file without a header has more or fewer columns than the block declares.
      Without names the lines of the block are matched by their order, so they have to
      name every column of the file.
      """,
      wrong: table("\"bare.csv\", header: false"),
      right: table(
        "\"bare.csv\", header: false",
        lines: "feature area: number\ncolumn  rooms: number\nlabel   price: number"),
      files: ["bare.csv": "50,2,100\n60,3,120\n70,3,140\n80,4,160\n90,4,180\n95,5,190\n"]),
    ExplainPage(
      .duplicateColumn,
      """
      Two columns have one name, in the block or in the first line of the file, so
      that the name could mean either.
      """,
      wrong: ExampleSpec.houses(
        "feature area: number\nfeature area: number\nlabel   price: number"),
      right: ExampleSpec.houses()),
    ExplainPage(
      .negativeLabel,
      """
      The loss takes counts or shares, and a label is below 0. For such a label the loss
      has no smallest value, so training would drive the prediction without end. Where
      the number stands for a missing value, leave its rows out with `where:`.
      """,
      wrong: counts(""), right: counts(", where: houses.visits >= 0"),
      files: ["visits.csv": "area,visits\n50,1\n60,0\n70,-1\n80,2\n90,3\n95,2\n"]),
  ]

  private static func counts(_ mask: String) -> String {
    ExampleSpec.houses(
      "feature area: number\nlabel   visits: number(scale: none)",
      body: "encode -> dense(1)\nloss poisson(houses.visits\(mask))",
      source: "csv(\"visits.csv\")")
  }

  private static let files = [
    "houses.csv": "area,price\n50,100\n60,120\n70,140\n80,160\n90,180\n95,190\n"
  ]

  private static func table(
    _ source: String = "\"houses.csv\"",
    lines: String = "feature area: number\nlabel   price: number"
  ) -> String {
    ExampleSpec.houses(lines, source: "csv(\(source))")
  }

  private static func kinds(_ type: String) -> String {
    "feature kind: \(type)\nlabel   price: number"
  }
}
