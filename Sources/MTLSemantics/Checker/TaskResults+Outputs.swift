import MTLCatalogue
import MTLSource
import MTLSyntax

extension TaskResults {
  /// What the task predicts: as `output` says, else what the losses read.
  func outputs(losses: [CheckedLoss]) -> [CheckedOutput] {
    let given = values(of: .output)
    reportRepeated(given, "output")
    if !given.isEmpty { return given.compactMap { output($0, losses: losses) } }
    var seen: Set<String?> = []
    let read = losses.filter { seen.insert($0.prediction).inserted }
    return read.map { loss in
      let name = read.count == 1 ? name : "\(name).\(loss.prediction ?? "end")"
      return CheckedOutput(
        name: name, prediction: loss.prediction,
        transform: transform(of: loss.prediction, losses: losses), target: loss.target)
    }
  }

  private func output(_ expression: Expression, losses: [CheckedLoss]) -> CheckedOutput? {
    let known = (checker.aliases[name] ?? []).map { $0.text }
    guard let path = expression.path, path.names.count == 1, known.contains(path.text) else {
      let name = expression.path?.names[0] ?? Name("", expression.range)
      checker.report(
        .unknownName,
        "`\(expression.path?.text ?? checker.excerpt(expression.range))` is no named value of `\(task.name.text)`",
        at: expression.range,
        notes: ["a step names its value with `as`"],
        helps: checker.nameHelps(for: name, among: known, plural: "its named values"))
      return nil
    }
    let loss = losses.first { $0.prediction == path.text }
    return CheckedOutput(
      name: "\(name).\(path.text)", prediction: path.text,
      transform: transform(of: path.text, losses: losses), target: loss?.target)
  }

  /// How a value becomes what users read: as the loss that reads it says.
  func transform(of alias: String?, losses: [CheckedLoss]) -> PredictionTransform {
    guard let loss = losses.first(where: { $0.prediction == alias }),
      let prediction = checker.prediction(of: name, named: alias),
      let label = labelType(of: loss.target)
    else { return .none }
    return loss.loss.transform(isProbability: prediction.isProbability, label: label)
  }

  /// Reports what is listed twice on one line.
  func reportRepeated(_ values: [Expression], _ word: String) {
    guard values.count > 1 else { return }
    var seen: [String: SourceRange] = [:]
    for value in values {
      let text = checker.sources.text(value.range)
      if let first = seen[text] {
        checker.report(
          .repeatedLine, "the \(word) `\(checker.excerpt(value.range))` is listed twice",
          at: value.range, secondary: [(first, "first here")], helps: [.init("keep one of the two")]
        )
      } else {
        seen[text] = value.range
      }
    }
  }
}
