import Testing

/// A table and lines of the spec that is guessed from it.
struct TableCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let lines: [String]

  /// A table of a header and rows that are made of their numbers.
  private init(
    _ description: String, _ header: String, rows: Int = 100, lines: [String],
    row: (Int) -> String
  ) {
    testDescription = description
    text = ([header] + (0..<rows).map(row)).joined(separator: "\n") + "\n"
    self.lines = lines
  }

  static let all = [
    TableCase(
      "labels by name", "a,b,label_1,label_2,label_3",
      lines: [
        "feature a, b: number", "label   label_1: category", "label   label_2: flag",
        "label   label_3: category(5)", "weighting uncertainty", "task label_1(trunk) {",
        "dense(classes(table.label_1))", "dense(5)",
      ]
    ) { "\($0 % 17),\($0 * 7 % 13),\(["u", "v", "w"][$0 % 3]),\($0 % 2),\($0 % 5)" },
    TableCase(
      "dependent variables", "x1,x2,x3,y1,y2",
      lines: ["feature x1..x3: number", "label   y1, y2: number", "loss   mse(table.y1)"]
    ) { "\($0 % 17),\($0 * 7 % 13),\($0 % 2),\($0).5,\($0 * $0 % 31).25" },
    TableCase(
      "a family", "a,force1,force2,force3",
      lines: [
        "// No name says what to predict: what stands last is a guess.",
        "label   force1..force3: number", "task force(trunk) for y in table.labels {",
        "metric r2, mae",
      ]
    ) { "\($0 % 17),\($0 % 7).5,\($0 * 3 % 7).5,\($0 * 5 % 11).5" },
    TableCase(
      "odd names", "a b,`tick`,größe,\u{202E}bidi,\"two\nlines\",and,A,A,,\"class, really\"",
      lines: [
        "feature `a b`, `\\`tick\\``, `größe`, `\\u{202E}bidi`, `two\\nlines`, `and`: number",
        "//   A: several columns are called so", "//   column 9: no name",
        "label   `class, really`: category", "task class_really(trunk) {",
      ]
    ) { row in
      (1...9).map { "\(row * $0 % 23)" }.joined(separator: ",") + ",\(row % 2 == 0 ? "u" : "v")"
    },
    TableCase(
      "quoted cells", "\"a\",\"b \"\"q\"\"\",label",
      lines: ["feature a: number", "feature `b \"q\"`: category", "label   label: flag"]
    ) { "\"\($0 * 7 % 50)\",\"t,\($0 % 4)\",\"\($0 % 3 == 0 ? "yes" : "no")\"" },
    TableCase(
      "missing texts", "age,kind,hours,y",
      lines: [
        "data table from csv(\"table.csv\", missing: \"?\") {", "feature age: number",
        "feature kind: category",
        "//   hours: numbers but for `NA`, and only one text can be `missing:`",
      ]
    ) {
      "\($0 % 9 == 0 ? "?" : "\($0 * 7 % 80)"),\($0 % 8 == 0 ? "?" : ["p", "q"][$0 % 2]),"
        + "\($0 == 40 ? "NA" : "\($0 * 31 % 77)"),\($0 * 13 % 41).5"
    },
    TableCase(
      "columns that are left out", "id,row,when,word,same,none,text,split,big,a,target",
      lines: [
        "//   id, row: counts the rows", "//   when: dates or times, which cannot be read yet",
        "//   word: nearly every row has a text of its own", "//   same: always `x`",
        "//   none: no row has a value", "//   text: sentences, which cannot be read yet",
        "//   split: says which part of the data a row belongs to",
        "//   big: numbers that are too large to be scaled", "feature a: number",
      ]
    ) {
      "\($0),\($0 + 5),2020-01-\($0 % 28 + 1),w\($0),x,,\"this is text \($0)\","
        + "\(["train", "test"][$0 % 2]),\($0)e200,\($0 % 7),\($0 * 3 % 11).5"
    },
    TableCase(
      "many texts", "few,zipf,many,y", rows: 2000,
      lines: [
        "feature few: category", "feature zipf: category(min_count: 2)",
        "//   many: 400 different texts, more than `encode` takes",
      ]
    ) { "c\($0 % 200),\($0 % 4 == 0 ? "r\($0 % 1200)" : "f\($0 % 5)"),m\($0 % 400),\($0 % 7).5" },
    TableCase("texts alone", "a,b,c", lines: ["feature a, b: category", "label   c: category"]) {
      "\(["u", "v"][$0 % 2]),\(["p", "q", "r"][$0 % 3]),\(["x", "y", "z"][$0 / 3 % 3])"
    },
    TableCase(
      "a rare class", "a,b,fraud",
      lines: [
        "split   random(validation: 10%, test: 10%, stratify: fraud)", "metric auc, accuracy",
      ]
    ) { "\($0 % 17),\($0 * 7 % 13),\($0 % 12 == 0 ? 1 : 0)" },
    TableCase(
      "a sum", "a,casual,registered,cnt",
      lines: [
        "// `cnt` is `casual` + `registered`, so these are labels too.",
        "label   casual, registered, cnt: number",
      ]
    ) { "\($0 % 17),\($0 * 7 % 13),\($0 * 5 % 91),\($0 * 7 % 13 + $0 * 5 % 91)" },
    TableCase(
      "pixels behind a label", "label," + (0..<64).map { "pixel\($0)" }.joined(separator: ","),
      lines: ["feature pixel0..pixel63: number", "label   label: category(10)"]
    ) { row in
      "\(row % 10)," + (0..<64).map { $0 < 5 ? "0" : "\(row * $0 % 37)" }.joined(separator: ",")
    },
    TableCase(
      "two rows", "a,b,y", rows: 2,
      lines: [
        "split   random(validation: 0%, test: 0%)", "feature a, b: number", "label   y: number",
        "weighting equal",
      ]
    ) { "\($0 + 3),\($0 * 5 + 2),\($0 + 7)" },
    TableCase(
      "numbers far from the others", "a,b,y", lines: ["loss   huber(table.y)"]
    ) { "\($0 % 17),\($0 * 7 % 13),\($0 == 50 ? 9000 : $0 % 23).5" },
  ]
}

/// Bytes that are no table, and what is said of them.
struct BadTable: CustomTestStringConvertible, Sendable {
  let bytes: [UInt8]
  let message: String

  var testDescription: String { message }

  private init(_ text: String, _ message: String) {
    bytes = Array(text.utf8)
    self.message = message
  }

  private init(_ bytes: [UInt8], _ message: String) {
    self.bytes = bytes
    self.message = message
  }

  static let all = [
    BadTable("", "table.csv: the file is empty"),
    BadTable("\n \n", "table.csv: the file is empty"),
    BadTable("a,b\n", "the table has a header and no rows"),
    BadTable([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 13], "the file is binary"),
    BadTable([0x1F, 0x8B, 8, 0], "its name does not end in `.gz`"),
    BadTable([0xFF, 0xFE, 0x61, 0, 0x2C, 0], "the file is UTF-16"),
    BadTable(Array("na".utf8) + [0xEF] + Array("ve,y\n1,2\n".utf8), "not valid UTF-8"),
    BadTable("a,b,y\n1,2,3\n4,5\n", "table.csv:3: the row has 2 cells"),
    BadTable("a,b\n\"1,2\n3,4\n", "table.csv:2:1: the quote that opens here is never closed"),
    BadTable("5,x,0\n6,y,1\n5,x,0\n", "the first line holds data, such as `5`"),
    BadTable("town,4,0.5,4\nyork,6,1.5,2\n", "the first line holds data, such as `town`"),
    BadTable("a;b\n1;2\n", "the cells are separated by semicolons"),
    BadTable("a\tb\n1\t2\n", "the cells are separated by tabs"),
    BadTable("y\n1\n2\n", "has one column"),
    BadTable("a,b\n1,\n1,\n", "no column of `table.csv` can be read"),
    BadTable("a,b\n1,5\n1,6\n1,9\n", "no other column that a model could read"),
    BadTable(Array(repeating: 0x61, count: 20 << 20), "the cell is larger than the limit"),
    BadTable(Array(repeating: 0x2C, count: 20 << 20), "more cells than the limit of 65536"),
    BadTable(
      Array("a,b,y\n1,".utf8) + Array(repeating: 0x61, count: 16 << 20),
      "the first row is longer than 16 MiB"),
  ]
}
