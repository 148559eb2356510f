import MTLLint
import MTLSource
import Testing

/// Specs that are right and close to what a rule looks for.
@Suite struct SilentRuleTests {
  /// A spec beside what a rule finds.
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    let what: String
    let text: String

    init(_ rule: String, _ what: String, _ text: String) {
      self.rule = rule
      self.what = what
      self.text = text
    }

    var testDescription: String { "\(rule): \(what)" }
  }

  @Test(arguments: silent) func staysSilent(_ example: Case) throws {
    let rule = try #require(Rules.rule(called: example.rule))
    let found = try Lint.of(example.text, selecting: rule)
    #expect(!found.contains { $0.severity == .error }, "\(found.map { $0.brief })")
    #expect(found.filter { $0.identity == rule.identity }.map { $0.brief } == [])
  }

  @Test(arguments: found) func finds(_ example: Case) throws {
    let rule = try #require(Rules.rule(called: example.rule))
    let found = try Lint.of(example.text, selecting: rule)
    #expect(found.contains { $0.identity == rule.identity }, "\(found.map { $0.brief })")
  }

  // MARK: What is right

  static let silent = weighting + training + evaluation

  private static let weighting: [Case] = [
    Case("gradient-scheme-cost", "two tasks", houses("weighting pcgrad")),
    Case(
      "gradient-scheme-cost", "gradients of what many tasks read", many("mgda(at: representation)")),
    Case("gradient-scheme-cost", "losses of many tasks", many("uncertainty")),
    Case("history-longer-than-run", "a run of three epochs", houses("weighting dwa", "epochs 3")),
    Case("history-longer-than-run", "steps of unknown epochs", houses("weighting dwa", "steps 10")),
    Case(
      "history-longer-than-run", "no scale to find",
      houses("weighting stch(scale: none)", "epochs 2")),
    Case(
      "shared-trained-by-one", "an auxiliary task that looks on",
      houses(rent: "stop_gradient -> dense(1)", word: "auxiliary ")),
    Case(
      "disjoint-task-groups", "a task of its own beside a group",
      groups("pcgrad", own: ["traffic"])),
    Case("disjoint-task-groups", "a weighting of losses", groups("uncertainty", own: [])),
    Case(
      "fast-weight-learning", "the default written down",
      houses("weighting famo(learning_rate: 0.025)")),
    Case(
      "only-auxiliary-tasks", "one that matters", houses(rent: "dense(1)", word: "auxiliary ")),
    Case(
      "shared-by-one", "a spec with one task",
      one("shared trunk(houses.features) { encode -> dense(8) -> relu }", of: "trunk", "train {}")),
    Case("weighting-on-one-task", "the plain sum", one("weighting equal")),
    Case(
      "factors-under-adaptive-weighting", "constant weights",
      houses("weighting static(price: 2)", factor: "10 * ")),
    Case(
      "factors-under-adaptive-weighting", "gradients that are as long as factors say",
      houses("weighting pcgrad", factor: "10 * ")),
    Case(
      "factors-under-adaptive-weighting", "weights that go by ratios of losses",
      houses("weighting dwa", factor: "10 * ")),
    Case(
      "factors-under-adaptive-weighting", "terms of one loss",
      houses(
        "weighting uncertainty", factor: "0.5 * mae(houses.price) + 0.5 * ",
        metric: "")),
    Case(
      "zero-task-weight", "weights of gradients, whose heads learn",
      houses("weighting constant(rent: 0)")),
    Case("weight-for-all-equal", "one task alone", one("weighting static(price: 1)")),
    Case(
      "weight-for-all-equal", "a weight that may be varied",
      houses("const w = 1\n\nweighting static(price: w)")),
    Case(
      "uneven-static-weights", "numbers in the file's units",
      houses("weighting static(price: 0.0001)", scale: "(scale: none)")),
    Case("unweighted-task", "two tasks", houses("weighting static(price: 2)")),
    Case(
      "gradients-of-frozen-shared", "parameters that thaw",
      houses("parameters trunk { freeze 2 epochs }\n\nweighting pcgrad")),
  ]

  private static let training: [Case] = [
    Case(
      "warm-up-exceeds-training", "steps of unknown epochs",
      run("schedule cosine(warmup: 900 steps)")),
    Case("warm-up-exceeds-training", "a share", run("schedule one_cycle(warmup: 50%)")),
    Case(
      "schedule-never-fires", "points in the run", run("schedule steps(at: [3 epochs, 9 epochs])")),
    Case("patience-exceeds-epochs", "a run of more epochs", run("stop early(patience: 9)")),
    Case(
      "rate-without-effect", "what takes back another declaration",
      houses(
        "parameters trunk { rate 0.1 }\n\nparameters trunk.hidden { rate 1 }",
        trunk: "encode -> dense(8) -> relu as hidden")),
    Case(
      "rate-without-effect", "a rate that may be varied",
      houses("const slow = 1\n\nparameters trunk { rate slow }")),
    Case(
      "freeze-longer-than-training", "always",
      houses("parameters trunk { freeze always }", "epochs 2")),
    Case(
      "weight-decay-extreme", "an optimizer of larger ones", run("optimizer lion(weight_decay: 1)")),
    Case("momentum-extreme", "none", run("optimizer sgd(momentum: 0)")),
    Case("batch-larger-than-data", "a file", run("batch 1_000_000")),
    Case(
      "redundant-default", "a constant", run("optimizer adam(beta1: memory)", "const memory = 0.9")),
    Case(
      "duplicate-method-in-compare", "other arguments",
      houses("compare { methods dwa, dwa(temperature: 3) }")),
  ]

  private static let evaluation: [Case] = [
    Case("task-without-metric", "none at all", houses(metric: "")),
    Case("nothing-held-out", "rows for the test alone", split("validation: 0%, test: 10%")),
    Case(
      "nothing-held-out", "rows made up at random",
      split("validation: 0%, test: 0%", source: "synthetic(rows: 900)")),
    Case("metric-equals-loss", "a label that is scaled", houses(metric: "mse")),
  ]

  // MARK: What is not

  static let found: [Case] = [
    Case(
      "gradient-scheme-cost", "whole rows of many parameters",
      houses(
        "weighting graddrop", trunk: "encode -> dense(12_000) -> relu -> dense(12_000) -> relu")),
    Case("gradient-scheme-cost", "a scheme that cannot compare what tasks read", many("config")),
    Case("history-longer-than-run", "a long warm-up", houses("weighting igb(warm_up: 30)")),
    Case(
      "history-longer-than-run", "a stage before gradients",
      houses("weighting dwa -> pcgrad", "epochs 1")),
    Case(
      "factors-under-adaptive-weighting", "a scheme of gradients that evens them out",
      houses("weighting nash", factor: "3 * ")),
    Case(
      "history-longer-than-run", "steps of epochs that are known",
      split(
        "validation: 10%, test: 10%", source: "synthetic(rows: 1000)",
        end: "weighting dwa\n\ntrain {\n    batch 100\n    steps 16\n}")),
    Case(
      "patience-exceeds-epochs", "a patience that is not written", run("stop early", "", epochs: 4)),
    Case("patience-exceeds-epochs", "a plateau", run("schedule plateau(patience: 20)")),
    Case(
      "warm-up-exceeds-training", "a rise that is the schedule's own",
      run("schedule one_cycle(warmup: 12 epochs)")),
    Case("extreme-clip", "next to nothing", run("clip value(0.000001)")),
    Case("momentum-extreme", "a digit too many", run("optimizer sgd(momentum: 0.999999)")),
    Case(
      "redundant-default", "a call of one argument", run("optimizer adam(learning_rate: 0.001)")),
    Case(
      "duplicate-method-in-compare", "a chain",
      houses("compare { methods dwa -> pcgrad, dwa(temperature: 2) -> pcgrad }")),
  ]

  // MARK: Specs

  /// Two tasks over one trunk; a second declaration is a line of a `train` block.
  private static func houses(
    _ declarations: String = "", _ line: String = "", trunk: String = "encode -> dense(8) -> relu",
    rent: String = "dense(1)", of value: String = "trunk", word: String = "",
    factor: String = "", metric: String = "r2", scale: String = ""
  ) -> String {
    let metrics = metric.isEmpty ? "" : "metric \(metric)"
    return """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price, rent: number\(scale)
      }
      shared trunk(houses.features) {
          \(trunk)
      }
      task price(trunk) {
          dense(8) -> relu as hidden
          dense(1)
          loss \(factor)mse(houses.price)
          \(metrics)
      }
      \(word)task rent(\(value)) {
          \(rent)
          loss mse(houses.rent)
          \(metrics)
      }
      \(declarations)
      \(line.isEmpty ? "" : "train {\n    \(line)\n}")
      """
  }

  /// A run of epochs with a line of settings.
  private static func run(
    _ line: String, _ declaration: String = "", epochs: Int = 10
  ) -> String {
    houses(declaration, "\(line)\n    epochs \(epochs)")
  }

  private static func one(
    _ declaration: String, of value: String = "houses.features", _ end: String = ""
  ) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms: number
        label   price: number
    }
    \(declaration)
    task price(\(value)) {
        \(value == "trunk" ? "" : "encode -> ")dense(1)
        loss mse(houses.price)
    }
    \(end)
    """
  }

  private static func many(_ weighting: String) -> String {
    """
    data arms from csv("arms.csv") {
        feature x1..x9: number
        label   y1..y11: number
    }
    shared trunk(arms.features) { encode -> dense(8) -> relu }
    task joint(trunk) for y in arms.labels {
        dense(1)
        loss mse(y)
    }
    weighting \(weighting)
    """
  }

  /// Four tasks in two groups; those named have layers of their own.
  private static func groups(_ weighting: String, own: Set<String>) -> String {
    let tasks = [
      ("price", "homes"), ("rent", "homes"), ("noise", "streets"), ("traffic", "streets"),
    ]
    let texts = tasks.map { name, trunk in
      """
      task \(name)(\(own.contains(name) ? "houses.features" : trunk)) {
          \(own.contains(name) ? "encode -> " : "")dense(1)
          loss mse(houses.\(name))
      }
      """
    }
    return """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price, rent, noise, traffic: number
      }
      shared homes(houses.features) { encode -> dense(8) -> relu }
      shared streets(houses.features) { encode -> dense(8) -> relu }
      \(texts.joined(separator: "\n"))
      weighting \(weighting)
      """
  }

  private static func split(
    _ shares: String, source: String = "csv(\"houses.csv\")", end: String = "train { epochs 10 }"
  ) -> String {
    """
    data houses from \(source) {
        feature rooms: number
        label   price, rent: number
        split   random(\(shares))
    }
    shared trunk(houses.features) { encode -> dense(8) -> relu }
    task price(trunk) {
        dense(1)
        loss mse(houses.price)
    }
    task rent(trunk) {
        dense(1)
        loss mse(houses.rent)
    }
    \(end)
    """
  }
}
