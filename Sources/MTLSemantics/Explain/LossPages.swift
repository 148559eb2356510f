import MTLSource

/// Pages about losses, labels and metrics, and about how tasks are weighed.
extension ExplainPages {
  static let losses: [ExplainPage] = [
    ExplainPage(
      .classCountMismatch,
      """
      The head gives another number of classes than its label has. With fewer, some
      labels could never be predicted; with more, probability is wasted on classes
      that do not exist. Where the data say how many there are,
      `dense(classes(data.label))` cannot go wrong.
      """,
      wrong: ExampleSpec.digits(body: "dense(9)\nloss cross_entropy(digits.digit)"),
      right: ExampleSpec.digits(body: "dense(10)\nloss cross_entropy(digits.digit)")),
    ExplainPage(
      .predictionMismatch,
      """
      A prediction does not have the shape or the kind that the loss or metric takes.
      The classic is a softmax before `cross_entropy`, which applies one by itself:
      the loss then never comes near 0, and training is slow and poor without any
      error being raised elsewhere.
      """,
      wrong: ExampleSpec.digits(body: "dense(10) -> softmax\nloss cross_entropy(digits.digit)"),
      right: ExampleSpec.digits(body: "dense(10)\nloss cross_entropy(digits.digit)")),
    ExplainPage(
      .labelKindMismatch,
      """
      A loss or a metric does not take labels of this kind: `mse` compares numbers,
      `cross_entropy` classes, `binary_cross_entropy` yes and no. The square of the
      difference of class numbers would say that a 9 taken for a 1 is worse than one
      taken for an 8.
      """,
      wrong: ExampleSpec.digits(body: "dense(1)\nloss mse(digits.digit)"),
      right: ExampleSpec.digits(body: "dense(10)\nloss cross_entropy(digits.digit)")),
    ExplainPage(
      .missingLoss,
      """
      A task without a loss is never trained: its layers keep their first, random
      values, and its metrics would look like those of a model.
      """,
      wrong: ExampleSpec.houses(body: "encode -> dense(1)\nmetric mae"),
      right: ExampleSpec.houses(body: "encode -> dense(1)\nloss   mse(houses.price)\nmetric mae")),
    ExplainPage(
      .malformedResult,
      """
      A loss, metric or output is not written as one. A loss is `name(label)`, several
      are added with `+`, and a constant factor above 0 may stand before each.
      """,
      wrong: ExampleSpec.houses(
        body: "encode -> dense(1)\nloss mse(houses.price), mae(houses.price)"),
      right: ExampleSpec.houses(
        body: "encode -> dense(1)\nloss mse(houses.price) + 0.5 * mae(houses.price)")),
    ExplainPage(
      .metricWithoutLabel,
      """
      A bare metric takes label and value from the task's loss. Where the loss has
      several terms it cannot be known which is meant, so the metric has to name its
      label.
      """,
      wrong: ExampleSpec.houses(
        body: "encode -> dense(1)\nloss   mse(houses.price) + mae(houses.price)\nmetric r2"),
      right: ExampleSpec.houses(
        body: "encode -> dense(1)\nloss   mse(houses.price) + mae(houses.price)\n"
          + "metric r2(houses.price)")),
    ExplainPage(
      .foreignLabel,
      """
      The label belongs to another data set than the rows from which the value was
      made. Every label would be missing on every row, and the task could learn
      nothing.
      """,
      wrong: foreignLabel("flats.rent"), right: foreignLabel("houses.price")),
    ExplainPage(
      .maskShape,
      """
      A mask says which places of a label count. It has the label's shape, or the first
      dimensions of it: then it holds for everything behind them.
      """,
      wrong: boxes("flags(4)"), right: boxes("flags(8, 8)")),
    ExplainPage(
      .badWeight,
      """
      `weight:` names a column of numbers that say how much each row counts in the mean
      of the loss. It stands beside the label, in the same data set.
      """,
      wrong: weighted("category([\"rare\", \"common\"])"), right: weighted("number")),
    ExplainPage(
      .sameMetricName,
      """
      A metric is called as it is written, less its label and value, in reports, in a
      monitor and in the history of a run. Two of one name could not be told apart.
      """,
      wrong: ages("mae, mae(houses.age)"), right: ages("mae, r2(houses.age)")),
    ExplainPage(
      .classCountUnknown,
      """
      The label's classes are learnt from the data, and the head's width is a number.
      Whether they agree is seen when the data are read, by `mtl check --data` or
      `mtl train`; a head that is as wide as `classes(data.label)` follows them.
      """,
      wrong: towns("5"), right: towns("classes(houses.town)")),
    ExplainPage(
      .scaledLabel,
      """
      The loss takes counts or shares as they stand in the file, and a `number` is
      scaled unless its type says `scale: none`. A count less the mean, divided by the
      standard deviation, is no count any more, and may be below 0.
      """,
      wrong: visits("number"), right: visits("number(scale: none)")),
    ExplainPage(
      .unknownTask,
      """
      A weight names a task that does not exist. It would have no effect, and the task
      that was meant would keep the weight 1.
      """,
      wrong: ExampleSpec.digits(after: "weighting static(digits: 2)"),
      right: ExampleSpec.digits(after: "weighting static(digit: 2)")),
    ExplainPage(
      .nothingShared,
      """
      The scheme combines the gradients that several tasks give the same parameters,
      and no two tasks of this spec have any in common: it would change nothing, and
      the run would look as if it had been tried.
      """,
      wrong: twoHeads("digits.image", "flatten -> dense"), right: twoHeads("trunk", "dense")),
    ExplainPage(
      .weightingOrder,
      """
      A chain of weightings has two stages at most: one that weighs the losses, and
      behind it one that combines the gradients of the weighted losses. Gradients are
      made of losses, so the stages cannot stand the other way round.
      """,
      wrong: twoHeads("trunk", "dense", "pcgrad -> uncertainty"),
      right: twoHeads("trunk", "dense", "uncertainty -> pcgrad")),
    ExplainPage(
      .negativeLoss,
      """
      The scheme takes the logarithms of losses, divides by them or measures them from 0,
      and a task's loss can be below 0: then there is no logarithm, and a weight of the
      wrong sign would make the loss as large as possible. `equal`, `static` and most
      schemes of gradients take such losses.
      """,
      wrong: counts("gls"), right: counts("equal")),
    ExplainPage(
      .metricWanted,
      """
      The scheme weighs each task by how far a metric of it on the validation rows is
      from 1. Each task needs a metric that lies between 0 and 1, more being better,
      such as `accuracy`, `auc` or `dice`; errors such as `mae` have no such bound.
      """,
      wrong: ExampleSpec.digits(after: "weighting dtp"),
      right: ExampleSpec.digits(
        body: "dense(10)\nloss   cross_entropy(digits.digit)\nmetric accuracy",
        after: "weighting dtp")),
  ]

  private static func twoHeads(
    _ input: String, _ steps: String, _ weighting: String = "pcgrad"
  ) -> String {
    ExampleSpec.joined(
      ExampleSpec.block(
        "data digits from synthetic(rows: 100)",
        ExampleSpec.pictures + "\nlabel   even: flag = digit % 2 == 0"),
      ExampleSpec.block("shared trunk(digits.image)", "flatten -> dense(64) -> relu"),
      ExampleSpec.task("digit(\(input))", "\(steps)(10)\nloss cross_entropy(digits.digit)"),
      ExampleSpec.task("even(\(input))", "\(steps)(1)\nloss binary_cross_entropy(digits.even)"),
      "weighting \(weighting)")
  }

  private static func boxes(_ mask: String) -> String {
    ExampleSpec.joined(
      ExampleSpec.block(
        "data scenes from npz(\"scenes.npz\")",
        """
        feature image: pixels(height: 8, width: 8, channels: 3)
        label   object: \(mask)
        label   box: numbers(8, 8, 4)
        """),
      ExampleSpec.task(
        "box(scenes.image)",
        "conv(4, kernel: 1)\nloss huber(scenes.box, where: scenes.object)"))
  }

  private static func weighted(_ type: String) -> String {
    ExampleSpec.houses(
      "feature area: number\ncolumn  importance: \(type)\nlabel   price: number",
      body: "encode -> dense(1)\nloss mse(houses.price, weight: houses.importance)")
  }

  private static func counts(_ weighting: String) -> String {
    ExampleSpec.joined(visits("number(scale: none)"), "weighting \(weighting)")
  }

  private static func visits(_ type: String) -> String {
    ExampleSpec.houses(
      "feature area: number\nlabel   visits: \(type)",
      body: "encode -> dense(1)\nloss poisson(houses.visits)")
  }

  private static func towns(_ width: String) -> String {
    ExampleSpec.houses(
      "feature area: number\nlabel   town: category",
      body: "encode -> dense(\(width))\nloss cross_entropy(houses.town)")
  }

  private static func ages(_ metrics: String) -> String {
    ExampleSpec.houses(
      "feature area: number\nlabel   price, age: number",
      body: "encode -> dense(1)\nloss   mse(houses.price)\nmetric \(metrics)")
  }

  private static func foreignLabel(_ label: String) -> String {
    ExampleSpec.joined(
      ExampleSpec.block("data flats from synthetic(rows: 100)", "label rent: number"),
      ExampleSpec.block(
        "data houses from synthetic(rows: 100)", "feature area: number\nlabel   price: number"),
      ExampleSpec.task("price(houses.features)", "encode -> dense(1)\nloss mse(\(label))"))
  }
}
