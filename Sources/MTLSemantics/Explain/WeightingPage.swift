import MTLCatalogue
import MTLGraph

/// What `mtl explain` says of a weighting, beside what its catalogue entry says of itself.
package struct WeightingPage: Sendable {
  private let type: any Weighting.Type
  private let weighting: any Weighting

  /// The page of a weighting with its parameters' defaults.
  package init(_ type: any Weighting.Type) {
    self.type = type
    weighting = type.init(Arguments(defaultsOf: type.parameters))
  }

  /// Its properties, each a word and what holds.
  package var properties: [(name: String, text: String)] {
    var properties = [("use it", type.advice), ("level", level)]
    switch weighting.requirement {
    case .any: break
    case .positive: properties.append(("losses", "It takes losses that cannot be below 0."))
    case .metric:
      properties.append(("metrics", "Each task has one between 0 and 1, such as `accuracy`."))
    }
    properties.append(("cost", cost))
    if weighting.isTrainable { properties.append(("keeps", memory)) }
    return properties
  }

  /// A whole spec that uses it.
  package var spec: String {
    ExampleSpec.joined(
      ExampleSpec.block(
        "data digits from synthetic(rows: 1_000)",
        ExampleSpec.pictures
          + "\nlabel   even: flag = digit % 2 == 0\nlabel   large: flag = digit >= 5"),
      ExampleSpec.block("shared trunk(digits.image)", "flatten -> dense(64) -> relu"),
      ExampleSpec.task(
        "digit(trunk)", "dense(10)\nloss   cross_entropy(digits.digit)\nmetric accuracy"),
      ExampleSpec.task(
        "even(trunk)", "dense(1)\nloss   binary_cross_entropy(digits.even)\nmetric accuracy"),
      ExampleSpec.task(
        "large(trunk)", "dense(1)\nloss   binary_cross_entropy(digits.large)\nmetric accuracy"),
      type.example,
      ExampleSpec.train("optimizer adam(learning_rate: 0.001)\nbatch     64\nepochs    10"))
  }

  // MARK: Properties

  private var level: String {
    switch type.level {
    case .losses: "Losses; a scheme on gradients may follow, as in `\(type.name) -> pcgrad`."
    case .gradients:
      "Gradients of what tasks share; a scheme on losses may stand before, as in "
        + "`uncertainty -> \(type.name)`."
    }
  }

  private var cost: String {
    guard type.level == .gradients else {
      return weighting is any HindsightWeighting
        ? "One pass backward, as with `equal`, and one more forward, of all that is trained."
        : "One pass backward, as with `equal`."
    }
    let each = "What tasks share is gone through backward once for each of them, in one traversal"
    let passes =
      weighting is any UpdateWeighting
      ? each
        + ", and the optimizer's update of it is computed as often; as many gradients are kept for "
        + "the step."
      : weighting.needsRows
        ? each + ", and as many gradients of all that is shared are kept for the step."
        : each
          + ". As many gradients are kept until their weights are known, where they are at most four "
          + "million numbers; otherwise only inner products are, and what is shared is gone through "
          + "once more for the update."
    let isOptional = type.parameters.contains { $0.name == GradientOptions.at.name }
    return passes
      + (isOptional
        ? " With `at: representation` the traversal for each task ends where the shared part does, and "
          + "that is gone through once." : "")
  }

  private var memory: String {
    let parts = [
      (WeightingFormula(weighting) { $0.trained }.text, "that the optimizer moves"),
      (WeightingFormula(weighting) { $0.state }.text, "from step to step"),
    ].filter { $0.0 != "0" }
    guard !parts.isEmpty else { return "Nothing from step to step." }
    let text = parts.map { "\($0.0) \($0.0 == "1" ? "number" : "numbers") \($0.1)" }
    let isLarge = parts.contains { $0.0.contains("P") }
    let optimizer =
      weighting is any UpdateWeighting ? " with `\(Registry.defaultOptimizer.name)`" : ""
    return text.joined(separator: " and ") + " for K tasks"
      + (isLarge ? " that share P numbers" : "") + optimizer + "; checkpoints hold them."
  }
}
