import MTLSource

/// Pages about the settings of training.
extension ExplainPages {
  static let training: [ExplainPage] = [
    ExplainPage(
      .unknownMonitor,
      """
      The monitor is what the best epoch and the early stop go by, and no task reports
      what it names. It is written `task.metric`, the metric as the task writes it, or
      `task.loss`.
      """,
      wrong: ExampleSpec.houses(
        body: "encode -> dense(1)\nloss   mse(houses.price)\nmetric r2",
        after: ExampleSpec.train("monitor price.mae")),
      right: ExampleSpec.houses(
        body: "encode -> dense(1)\nloss   mse(houses.price)\nmetric r2",
        after: ExampleSpec.train("monitor price.r2"))),
    ExplainPage(
      .conflictingSettings,
      """
      Two settings exclude each other. A run lasts so many epochs or so many steps;
      with both it would be unclear which ends it.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("epochs 5\nsteps  1000")),
      right: ExampleSpec.houses(after: ExampleSpec.train("epochs 5"))),
    ExplainPage(
      .idleSetting,
      """
      The setting has nothing to work on in this spec, so it changes nothing. `sampling`
      says how batches are drawn from several data sets; one data set is simply gone
      through.
      """,
      wrong: ExampleSpec.houses(after: ExampleSpec.train("sampling temperature(2)")),
      right: ExampleSpec.houses()),
  ]
}
