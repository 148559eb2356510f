import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// Words a mismatch of prediction, label and loss (or metric).
struct MismatchReport {
  let checker: Checker
  let task: Declaration.LearningTask
  let call: Call
  let label: Expression
  let target: Target
  let labelType: ValueType
  let prediction: PredictionType

  /// Reports the mismatch at the place that has to change.
  func report(_ mismatch: LabelMismatch) {
    switch mismatch {
    case .labelKind(let accepts): reportLabelKind(accepts)
    case .probability(let accepts): reportProbability(accepts)
    case .classCount(let predicted, let classes): reportClassCount(predicted, classes)
    case .shape(let expected): reportShape(expected)
    case .setting(let parameter, let problem): reportSetting(parameter, problem)
    }
  }

  private var name: String { call.name.text }

  /// The steps of the task's chains.
  private var steps: [Step] {
    task.body.items.flatMap { item -> [Step] in
      if case .chain(let chain) = item { chain.steps } else { [] }
    }
  }

  /// The step that makes the prediction: the one that `of:` names, else the last of the chain.
  private var head: Step? {
    guard let named = call.arguments.first(where: { $0.name?.text == "of" })?.value.path else {
      return steps.last
    }
    return steps.first { $0.alias?.text == named.text }
  }

  /// The step that makes probabilities of numbers, with what joins it to the step before it.
  private var squashing: (call: Call, removal: SourceRange?)? {
    let steps = self.steps
    let index = steps.lastIndex { step in
      Registry.layers.contains { layer in
        guard layer.name == step.call.name.text, case .always = layer.probability else {
          return false
        }
        return true
      }
    }
    guard let index else { return nil }
    let step = steps[index]
    let before = index > 0 ? steps[index - 1].range.end : step.range.end
    let between = SourceRange(before, step.range.start)
    let isJoined = checker.sources.text(between).contains("->")
    return (step.call, isJoined ? SourceRange(before, step.call.range.end) : nil)
  }

  /// The label as the spec writes it.
  private var written: String {
    column == nil ? target.label : "\(target.data).\(target.label)"
  }

  private var column: (SourceRange, String)? {
    guard let data = checker.dataSet(named: target.data),
      let column = data.column(target.label), column.role != .computed
    else { return nil }
    return (column.range, "`\(target.data).\(target.label)` is `\(labelType)`")
  }

  private func reportLabelKind(_ accepts: String) {
    let usable = isMetric ? fittingMetrics : fittingLosses
    let first = isMetric && usable.count > 1 ? nil : usable.first
    checker.report(
      .labelKindMismatch, "`\(written)` is no label for `\(name)`, which takes \(accepts)",
      at: isMetric && call.range == label.range ? call.range : label.range,
      label: call.range == label.range ? "the label is `\(labelType)`" : "this is `\(labelType)`",
      secondary: column.map { [($0.0, "declared here")] } ?? [],
      helps: usable.isEmpty
        ? []
        : [
          .init(
            "for such a label use \(checker.listed(usable.map { "`\($0)`" }, by: "or"))",
            edits: first.map { [.init(call.name.range, $0)] } ?? [])
        ])
  }

  /// Whether a metric line is at fault rather than a loss.
  private var isMetric: Bool {
    task.body.items.contains { item in
      guard case .result(let result) = item, result.kind == .metric else { return false }
      return result.range.start <= call.range.start && call.range.end <= result.range.end
    }
  }

  /// The losses that take the label, the usual one first.
  private var fittingLosses: [String] {
    let usual = Registry.usualLosses.first { MismatchReport.takes($0, label: labelType) }
    let others = Registry.losses.filter {
      $0 != usual && MismatchReport.takes($0, label: labelType)
    }
    return ([usual].compactMap { $0 } + others).map { $0.name }
  }

  /// The metrics that take the label.
  private var fittingMetrics: [String] {
    Registry.metrics.filter { takesLabel($0) }.map { $0.name }
  }

  /// Whether a metric takes the label.
  private func takesLabel(_ type: any Metric.Type) -> Bool {
    (try? type.init(Arguments(defaultsOf: type.parameters)).check(label: labelType)) != nil
  }

  /// Whether some prediction would make a loss take the label.
  static func takes(_ type: any Loss.Type, label: ValueType) -> Bool {
    let loss = type.init(Arguments(defaultsOf: type.parameters))
    let prediction = PredictionType(dims: label.predictionDims, isProbability: false)
    do {
      try loss.check(prediction: prediction, label: label)
      return true
    } catch {
      guard case .labelKind = error else { return true }
      return false
    }
  }

  private func reportSetting(_ parameter: String, _ problem: String) {
    let argument = call.arguments.first { $0.name?.text == parameter }
    checker.report(
      .wrongArgument, "`\(parameter)` of `\(name)` \(problem)",
      at: argument?.value.range ?? call.range, secondary: column.map { [$0] } ?? [])
  }

  private func reportProbability(_ accepts: String) {
    let squashing = squashing
    let step = squashing.map { "`\($0.call.name.text)`" } ?? "the last step"
    checker.report(
      .predictionMismatch, "`\(name)` takes \(accepts), and the head gives probabilities",
      at: squashing?.call.range ?? head?.call.range ?? call.range, label: "`\(prediction)`",
      secondary: [(call.name.range, "makes probabilities of \(accepts) by itself")],
      notes: ["applied twice, the loss could not come near 0, however good the predictions are"],
      helps: [
        .init("leave \(step) out", edits: squashing?.removal.map { [.init($0, "")] } ?? [])
      ])
  }

  private func reportClassCount(_ predicted: Dim, _ classes: Dim) {
    let range = head?.call.range ?? call.range
    checker.report(
      .classCountMismatch,
      "the head of `\(task.name.text)` gives \(predicted) classes, but `\(written)` has \(classes)",
      at: range, label: "`\(prediction)`",
      secondary: (column.map { [$0] } ?? [])
        + [(call.name.range, "needs `\(TensorType(dims: labelType.predictionDims))`")]
        + origins(of: labelType.predictionDims),
      helps: [widthHelp(classes)])
  }

  /// Notes that only the data tell whether the head is as wide as the label has classes.
  func noteUnknownCount(_ predicted: Dim, _ classes: Dim) {
    let range = head?.call.range ?? call.range
    checker.report(
      .classCountUnknown,
      "only the data say whether `\(written)` has the \(predicted) classes that the head gives",
      at: range, label: "`\(prediction)`", secondary: column.map { [$0] } ?? [],
      notes: ["`mtl check --data` compares them"], helps: [widthHelp(classes)])
  }

  private func reportShape(_ expected: [Dim]) {
    let range = head?.call.range ?? call.range
    let helps =
      head != nil && prediction.dims.count == expected.count
        && prediction.dims.dropLast() == expected.dropLast()
      ? [widthHelp(expected.last ?? .size(1))] : axesHelp(expected)
    checker.report(
      .predictionMismatch,
      "`\(name)` compares `\(TensorType(dims: expected))` with its label, and the task predicts "
        + "`\(prediction)`", at: range, label: "`\(prediction)`",
      secondary: (column.map { [$0] } ?? []) + [(call.name.range, "compares here")]
        + origins(of: expected),
      helps: isMetric ? [.init("let `of:` name a value of that shape")] : helps)
  }

  /// The help that makes a vector of a picture or a sequence before the head, where it is one.
  private func axesHelp(_ expected: [Dim]) -> [Diagnostic.Help] {
    guard expected.count == 1, prediction.dims.count > 1, let head = widthStep else {
      return lastStepHelp(expected)
    }
    let isSequence = prediction.dims.count == 2
    let step = isSequence ? Registry.averaging : Registry.flattening.name
    let start = head.call.range.start
    return [
      .init(
        isSequence ? "take the mean over the places first" : "make one vector of the picture first",
        edits: [.init(SourceRange(start, start), "\(step) -> ")])
    ]
  }

  /// The help that adds a head where the task has none.
  private func lastStepHelp(_ expected: [Dim]) -> [Diagnostic.Help] {
    guard expected.count == 1, prediction.dims.count == 1, let width = expected[0].size,
      let layer = Registry.layers.first(where: { layer in
        layer.setsLastAxis && layer.parameters.count { $0.isRequired } == 1
      })
    else { return [] }
    return [.init("let the body end with such a width: `\(layer.name)(\(width))`")]
  }

  /// The places, other than the head, that set the dimensions in which the prediction is not as wanted.
  private func origins(of expected: [Dim]) -> [(SourceRange, String)] {
    guard prediction.dims.count == expected.count else { return [] }
    var places: [(SourceRange, String)] = []
    for (axis, dim) in prediction.dims.enumerated() where dim != expected[axis] {
      guard let range = origin(of: axis), range != head?.call.range,
        !places.contains(where: { $0.0 == range })
      else { continue }
      places.append((range, DimensionOrigins.phrase([dim])))
    }
    return places
  }

  private func origin(of axis: Int) -> SourceRange? {
    let alias = call.arguments.first { $0.name?.text == "of" }?.value.path?.text
    let name = checker.member?.name(in: task.name.text) ?? task.name.text
    return checker.assembly.origin(
      of: checker.assembly.value(of: name, named: alias), axis: axis)
  }

  /// The step that sets the width of the prediction.
  private var widthStep: Step? {
    let range = origin(of: prediction.dims.count - 1)
    return steps.first { $0.call.range == range } ?? head
  }

  /// The help that changes the width of the head, where it is a plain number.
  private func widthHelp(_ width: Dim) -> Diagnostic.Help {
    let text = width.size.map(String.init) ?? width.description
    let arguments = widthStep?.call.arguments.filter { $0.label == nil } ?? []
    guard arguments.count == 1, let argument = arguments.first else {
      return .init("let the head end with a width of `\(text)`")
    }
    return .init("make the head as wide", edits: [.init(argument.value.range, text)])
  }
}
