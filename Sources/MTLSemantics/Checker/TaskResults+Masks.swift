import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension TaskResults {
  /// A label that is a value of the header rather than a column, as distillation has it.
  func valueLabel(_ label: Expression) -> Target? {
    guard let path = label.path, task.inputs.contains(where: { $0.text == path.text }),
      let kind = checker.declared[path.names[0].text]?.kind, kind == .shared || kind == .task
    else { return nil }
    checker.notePending("a label that is a value", at: label.range)
    return Target(data: "", label: path.text, mask: nil)
  }

  /// The type of a label that is a value of the header.
  func typeOfValueLabel(_ name: String) -> ValueType? {
    guard let path = task.inputs.first(where: { $0.text == name }),
      let input = checker.resolveInput(path),
      case .tensor(let value, _)? = checker.assembly.value(of: input.reference)
    else { return nil }
    return .number(checker.assembly.builder.graph.type(of: value).dims)
  }

  /// The column of the mask of a label, computed where it is an expression; `nil` after a report.
  func maskName(_ mask: Expression, of data: CheckedData, label: String) -> String? {
    guard let path = mask.path, checker.member?.columns[path.text] == nil,
      checker.dataSet(named: path.names[0].text) != nil,
      let (owner, column) = checker.resolveColumn(path), let type = column.type,
      case .flag(let dims) = checker.valueType(of: column, in: owner.name, type), dims != [.size(1)]
    else { return checker.computedColumn(mask, data: data)?.1.name }
    guard owner.name == data.name else {
      checker.report(
        .wrongReference,
        "the mask is a column of `\(owner.name)`, and the label one of `\(data.name)`",
        at: mask.range, secondary: [(column.range, "the mask's column")])
      return nil
    }
    guard let labels = labelType(of: Target(data: data.name, label: label, mask: nil)),
      labels.dims.starts(with: dims)
    else {
      reportMaskShape(mask, column, dims, of: data, label: label)
      return nil
    }
    checker.notePending("masks of places", at: mask.range)
    return column.name
  }

  private func reportMaskShape(
    _ mask: Expression, _ column: CheckedColumn, _ dims: [Dim], of data: CheckedData, label: String
  ) {
    let found = data.column(label).flatMap { column in
      column.type.map { (column, checker.valueType(of: column, in: data.name, $0)) }
    }
    checker.report(
      .maskShape,
      "a mask has the shape of its label or the first dimensions of it, and this is "
        + "`\(ValueType.flag(dims))`", at: mask.range,
      secondary: [(column.range, "the mask")]
        + (found.map { [($0.0.range, "the label is `\($0.1)`")] } ?? []),
      helps: [.init("declare the mask with the label's first dimensions")])
  }

  /// Whether the column of weights, where there is one, is a number of the label's data set.
  func checkWeight(of call: Call, in data: CheckedData) -> Bool {
    guard let weight = call.arguments.first(where: { $0.name?.text == "weight" })?.value else {
      return true
    }
    guard let path = weight.path else {
      checker.report(
        .badWeight, "`weight:` names a column, and this is an expression", at: weight.range,
        notes: ["a weight says how much each row counts"],
        helps: [
          .init("make a column of it in the data block, such as `column row_weight: number = ...`")
        ])
      return false
    }
    guard let (owner, column) = checker.resolveColumn(path) else { return false }
    guard owner.name == data.name, column.cell == .number else {
      checker.report(
        .badWeight,
        owner.name == data.name
          ? "`weight:` takes a column of numbers, and `\(path.text)` is \(column.cell.description)"
          : "the weight is a column of `\(owner.name)`, and the label one of `\(data.name)`",
        at: weight.range, secondary: [(column.range, "declared here")],
        helps: owner.name == data.name ? [.init("declare it as `number`")] : [])
      return false
    }
    return true
  }
}
