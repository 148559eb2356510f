extension SpecDraft {
  /// The spec's text, before it is formatted.
  var text: String {
    var lines = SpecDraft.comment(
      """
      Guessed from \(origin). What a table cannot say is what you want to predict: look the labels \
      over, move names between `feature` and `label`, and see to it that every label has a task.
      """)
    if let modelName { lines.append("model \(ColumnName.spelled(modelName))") }
    lines += [""] + dataLines + [""] + trunkLines
    for task in tasks { lines += [""] + self.lines(of: task) }
    lines += ["", "weighting \(taskCount > 1 ? "uncertainty" : "equal")", ""] + trainLines
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Data

  private var dataLines: [String] {
    let missing = missing.map { ", missing: \(ColumnName.quoted($0))" } ?? ""
    var lines = ["data \(dataName) from csv(\(ColumnName.quoted(path))\(missing)) {"]
    lines += features.map { "feature \(SpecDraft.names($0.names)): \($0.type)" }
    lines += notes.map { "// \($0)" }
    lines += labels.map { "label \(SpecDraft.names($0.names)): \($0.type)" }
    lines += splitLines
    if !leftOut.isEmpty {
      lines += ["", "// Columns that are not read:"]
      for (names, reason) in leftOut { lines += SpecDraft.comment(names, reason) }
    }
    return lines + ["}"]
  }

  private var splitLines: [String] {
    guard split.holdsOut else {
      return ["// Too few rows to hold any out.", "split random(validation: 0%, test: 0%)"]
    }
    let stratum = split.stratum.map { ", stratify: \(ColumnName.spelled($0))" } ?? ""
    return ["split random(validation: 10%, test: 10%\(stratum))"]
  }

  /// Names with commas, those that count on as spans.
  private static func names(_ names: [String]) -> String {
    CountingName.runs(of: names).map { run in
      let run = names[run]
      guard run.count > 2, let first = run.first, let last = run.last else {
        return run.map { ColumnName.spelled($0) }.joined(separator: ", ")
      }
      return "\(ColumnName.spelled(first))..\(ColumnName.spelled(last))"
    }.joined(separator: ", ")
  }

  /// The most names that a comment lists.
  private static let listLimit = 12

  /// The lines of a comment on columns.
  private static func comment(_ names: [String], _ reason: String) -> [String] {
    let more = names.count > listLimit ? ["and \(names.count - listLimit) more"] : []
    var lines: [String] = []
    var line = "//  "
    for (place, part) in (names.prefix(listLimit) + more).enumerated() {
      let isLast = place == min(names.count, listLimit) + more.count - 1
      let piece = " \(part)\(isLast ? ": \(reason)" : ",")"
      if line.count + piece.count > lineWidth, line.count > 5 {
        lines.append(line)
        line = "//    "
      }
      line += piece
    }
    return lines + [line]
  }

  /// The lines of a comment.
  private static func comment(_ text: String) -> [String] {
    var lines = ["//"]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + 1 + word.count > lineWidth { lines.append("//") }
      lines[lines.count - 1] += " \(word)"
    }
    return lines
  }

  /// The most columns of a comment's line, which the formatter indents and does not break.
  private static let lineWidth = 94

  // MARK: Layers and tasks

  private var trunkLines: [String] {
    [
      "// The layers that all tasks share.",
      "shared trunk(\(dataName).features) {",
      "encode",
      "dense(\(trunkWidth)) -> relu -> dropout(0.1)",
      "dense(\(trunkWidth / 2)) -> relu",
      "}",
    ]
  }

  private func lines(of task: TaskDraft) -> [String] {
    let label = task.label.map { "\(dataName).\(ColumnName.spelled($0))" } ?? task.variable
    let family = task.label == nil ? " for \(task.variable) in \(dataName).labels" : ""
    return [
      "task \(task.name)(trunk)\(family) {",
      "dense(\(task.guess.width(of: label)))",
      "loss \(task.guess.loss)(\(label))",
      "metric \(task.guess.metrics)",
      "}",
    ]
  }

  private var trainLines: [String] {
    var lines = [
      "train {",
      "optimizer adam(learning_rate: \(training.learningRate))",
      "schedule cosine",
      "batch \(training.batch)",
      "epochs \(training.epochs)",
    ]
    if split.holdsOut { lines.append("stop early(patience: \(training.patience))") }
    return lines + ["}"]
  }
}

extension LabelGuess {
  /// How wide the head is.
  fileprivate func width(of label: String) -> String {
    switch self {
    case .flag, .number: "1"
    case .numbered(let count): "\(count)"
    case .category: "classes(\(label))"
    }
  }

  fileprivate var loss: String {
    switch self {
    case .flag: "binary_cross_entropy"
    case .numbered, .category: "cross_entropy"
    case .number(let hasOutliers): hasOutliers ? "huber" : "mse"
    }
  }

  fileprivate var metrics: String {
    switch self {
    case .flag: "auc, accuracy"
    case .numbered, .category: "accuracy, macro_f1"
    case .number: "r2, mae"
    }
  }
}
