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
    }
  }

  private var name: String { call.name.text }

  /// The last step of the task's chain, which makes the prediction.
  private var head: Step? {
    let chains = task.body.items.compactMap { item -> Chain? in
      if case .chain(let chain) = item { chain } else { nil }
    }
    return chains.last?.steps.last
  }

  private var column: (SourceRange, String)? {
    guard let data = checker.dataSets.first(where: { $0.name == target.data }),
      let column = data.column(target.label), column.role != .computed
    else { return nil }
    return (column.range, "`\(target.data).\(target.label)` is `\(labelType)`")
  }

  private func reportLabelKind(_ accepts: String) {
    let fitting = Registry.losses.filter { takesLabel($0) }.map { "`\($0.name)`" }
    let isLoss = Registry.losses.contains { $0.name == name }
    checker.report(
      .labelKindMismatch, "`\(name)` takes labels that are \(accepts)", at: label.range,
      label: "this is `\(labelType)`", secondary: column.map { [$0] } ?? [],
      helps: isLoss && !fitting.isEmpty
        ? [.init("for such a label use \(fitting.joined(separator: ", "))")] : [])
  }

  /// Whether some prediction would make a loss take the label.
  private func takesLabel(_ type: any Loss.Type) -> Bool {
    let loss = type.init(Arguments(defaultsOf: type.parameters))
    let fitting = PredictionType(dims: labelType.predictionDims, isProbability: false)
    return (try? loss.check(prediction: fitting, label: labelType)) != nil
  }

  private func reportProbability(_ accepts: String) {
    let range = head?.call.range ?? call.range
    checker.report(
      .predictionMismatch, "`\(name)` takes \(accepts), and the head gives probabilities",
      at: range, label: "`\(prediction)`",
      secondary: [(call.name.range, "applies the softmax by itself")],
      notes: ["a softmax before it would be applied twice, and the loss could not come near 0"],
      helps: [.init("leave `\(head?.call.name.text ?? "the last step")` out")])
  }

  private func reportClassCount(_ predicted: Dim, _ classes: Dim) {
    let range = head?.call.range ?? call.range
    let written = "\(target.data).\(target.label)"
    checker.report(
      .classCountMismatch,
      "the head of `\(task.name.text)` gives \(predicted) classes, but `\(written)` has \(classes)",
      at: range, label: "`\(prediction)`",
      secondary: (column.map { [$0] } ?? [])
        + [(call.range, "needs `\(TensorType(dims: labelType.predictionDims))`")],
      helps: [widthHelp(classes)])
  }

  private func reportShape(_ expected: [Dim]) {
    let range = head?.call.range ?? call.range
    let helps =
      head != nil && prediction.dims.count == expected.count
        && prediction.dims.dropLast() == expected.dropLast()
      ? [widthHelp(expected.last ?? .size(1))] : []
    checker.report(
      .predictionMismatch,
      "`\(name)` compares `\(TensorType(dims: expected))` with its label, and the task predicts "
        + "`\(prediction)`", at: range, label: "`\(prediction)`",
      secondary: (column.map { [$0] } ?? []) + [(call.range, "compares here")], helps: helps)
  }

  /// The help that changes the width of the head, where it is a plain number.
  private func widthHelp(_ width: Dim) -> Diagnostic.Help {
    guard let argument = head?.call.arguments.first(where: { $0.label == nil }),
      case .number = argument.value.kind
    else { return .init("let the head end with \(width)") }
    let text = width.size.map(String.init) ?? width.description
    return .init("make the head as wide", edits: [.init(argument.value.range, text)])
  }
}
