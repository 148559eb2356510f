import MTLSource

/// Pages about specs of several files, several data sets and several runs.
extension ExplainPages {
  static let programs: [ExplainPage] = [
    ExplainPage(
      .cannotTrainYet,
      """
      The spec is right: it parses, its names and types hold, and it can be formatted.
      It uses something that this version checks and does not train yet. `mtl check`
      says so in a note, `mtl train` stops with it.
      """,
      wrong: ExampleSpec.digits(sharing: " using cgc(shared_experts: 2)"),
      right: ExampleSpec.digits()),
    ExplainPage(
      .importMissing,
      """
      The imported file is not there or cannot be read. The path of an import begins in
      the folder of the file that has the line, wherever the command is started.
      """,
      wrong: ExampleSpec.houses(before: "import width from \"settings.mtl\""),
      right: ExampleSpec.houses(
        body: "encode -> dense(width) -> dense(1)\nloss mse(houses.price)",
        before: "import width from \"sizes.mtl\""),
      files: ["sizes.mtl": "const width = 64\n"]),
    ExplainPage(
      .importCycle,
      """
      Files import each other in a circle, so that none of them can be read before the
      others. What two files have in common belongs into a third one that imports
      neither.
      """,
      wrong: ExampleSpec.houses(before: "import width from \"sizes.mtl\""),
      right: ExampleSpec.houses(
        body: "encode -> dense(depth) -> dense(1)\nloss mse(houses.price)",
        before: "import depth from \"depths.mtl\""),
      files: [
        "sizes.mtl": "import height from \"heights.mtl\"\n\nconst width = 64\n",
        "heights.mtl": "import width from \"sizes.mtl\"\n\nconst height = 32\n",
        "depths.mtl": "const depth = 64\n",
      ]),
    ExplainPage(
      .tooManyImports,
      """
      A spec imports at most 64 files, by itself and through what it imports. More are
      a mistake of whoever writes them, or a file that is made to keep the compiler
      busy.
      """,
      wrong: ExampleSpec.houses(before: "import width from \"sizes_1.mtl\""),
      right: ExampleSpec.houses(before: "import width from \"sizes_2.mtl\"")
        .replacing("dense(1)", "dense(width) -> dense(1)"),
      files: chainOfFiles),
    ExplainPage(
      .unusedColumnSet,
      """
      A `columns` set describes columns for the data blocks that take it in with `use`.
      No data block does, so it changes nothing.
      """,
      wrong: ExampleSpec.houses(before: areas),
      right: ExampleSpec.houses("use areas\nlabel price: number", before: areas)),
    ExplainPage(
      .familySize,
      """
      A task with `for` is a family: one task for each column, class or element. Here
      there is none to make a task of, or there are more than 4,096, each of which would
      have a head, a loss and metrics of its own.
      """,
      wrong: ExampleSpec.houses().replacing(
        "(houses.features)", "(houses.features) for size in []"),
      right: ExampleSpec.houses().replacing(
        "(houses.features)", "(houses.features) for size in [1, 2]")),
    ExplainPage(
      .valueOfCopy,
      """
      A sharing scheme makes several copies of the body and mixes what they give. A
      value that the body names with `as` is there once in each copy, so it cannot be
      read by the name of the declaration as if it were one.
      """,
      wrong: ExampleSpec.digits(
        trunk: "flatten -> dense(64) as hidden\nrelu",
        sharing: " using mmoe(experts: 2)"
      ).replacing("digit(trunk)", "digit(trunk.hidden)"),
      right: ExampleSpec.digits(sharing: " using mmoe(experts: 2)")),
    ExplainPage(
      .inputSources,
      """
      An `input` stands for rows of several data sets, which one trunk reads as if they
      were one. So its sources come from different data sets, and agree: records in the
      names and types of their columns, values in their shape.
      """,
      wrong: twoTables("feature rooms: number"), right: twoTables("feature area: number")),
    ExplainPage(
      .badVariation,
      """
      `vary` names a constant and the values that the search tries: a list, a range of
      whole numbers, or a space to draw from. Each of them has to be of the constant's
      kind, since it stands where the constant does.
      """,
      wrong: tuned("vary width in [64, \"large\"]"), right: tuned("vary width in [64, 128]")),
    ExplainPage(
      .missingSetting,
      """
      A block lacks a line without which it does nothing: `compare` compares `methods`,
      `tune` varies constants.
      """,
      wrong: tuned("trials 20"), right: tuned("vary   width in [64, 128]\ntrials 20")),
  ]

  private static let areas = ExampleSpec.block("columns areas", "feature area: number")

  /// Files of which each imports the next, one more than a spec may have.
  private static let chainOfFiles: [String: String] = {
    var files = ["sizes_65.mtl": "const width = 64\n"]
    for number in 1...64 {
      files["sizes_\(number).mtl"] = "import width from \"sizes_\(number + 1).mtl\"\n"
    }
    return files
  }()

  private static func twoTables(_ feature: String) -> String {
    ExampleSpec.joined(
      ExampleSpec.block("data flats from synthetic(rows: 100)", feature),
      ExampleSpec.block(
        "data houses from synthetic(rows: 100)", "feature area: number\nlabel   price: number"),
      "input homes from flats.features, houses.features",
      ExampleSpec.task("price(homes)", "encode -> dense(1)\nloss mse(houses.price)"))
  }

  private static func tuned(_ lines: String) -> String {
    ExampleSpec.houses(
      body: "encode -> dense(width) -> dense(1)\nloss mse(houses.price)",
      before: "const width = 64", after: ExampleSpec.block("tune", lines))
  }
}
