import MTLCatalogue
import MTLSource

/// A model's declarations, each as lines that can be held against those of another spec.
///
/// Lines are equal where they mean the same, however they are written: constants have their values, blocks
/// are unfolded, defaults are filled in.
struct ModelOutline {
  /// One thing that a declaration says.
  struct Line {
    /// What it means.
    let key: String
    /// How the spec writes it.
    let shown: String
  }

  /// The lines of one declaration.
  struct Section {
    /// The declaration as people name it, such as `task income`.
    let title: String
    var lines: [Line]
  }

  private(set) var sections: [Section] = []
  private let sources: SourceMap

  /// The outline of a model.
  ///
  /// - Parameter sources: The texts that its ranges are of.
  init(_ model: CheckedModel, sources: SourceMap) {
    self.sources = sources
    sections = model.dataSets.map { section(of: $0) }
    sections += model.shared.map { shared in
      let scheme = String(describing: shared.sharing)
      let head = [
        reading(shared.inputs),
        Line(key: scheme, shown: "using \(type(of: shared.sharing).name)"),
      ]
      return Section(title: "shared \(shared.name)", lines: head + lines(of: shared.body))
    }
    sections += model.tasks.map { section(of: $0) }
    sections.append(
      Section(
        title: "weighting",
        lines: model.weightings.map {
          Line(key: String(describing: $0), shown: model.weightingText)
        }))
    sections.append(Section(title: "train", lines: model.training.lines))
    sections += model.parameterSettings.map { settings in
      Section(
        title: "parameters \(settings.path)",
        lines: [
          "initialize": settings.source.map { String(describing: $0) },
          "freeze": settings.freeze.map { String(describing: $0) },
          "rate": ConstantValue.plain(settings.rate), "decay": ConstantValue.plain(settings.decay),
        ].compactMap { word, value in
          value.map { Line(key: "\(word) \($0)", shown: "\(word) \($0)") }
        }.sorted { $0.key < $1.key })
    }
  }

  // MARK: Data

  private func section(of data: CheckedData) -> Section {
    var lines = [Line(key: "\(data.origin)", shown: "from \(excerpt(data.range))")]
    for column in data.columns where column.role != .computed {
      let type = column.type.map { String(describing: $0) } ?? "text"
      lines.append(
        Line(
          key: "\(column.role) \(column.name) \(type) \(column.source)",
          shown: "\(column.role.rawValue) \(column.name): \(column.typeName)"))
    }
    if let open = data.openColumns {
      lines.append(
        Line(
          key: "* \(open.role) \(open.type.map { String(describing: $0) } ?? "")",
          shown: "\(open.role.rawValue) *"))
    }
    lines.append(
      Line(key: String(describing: data.split), shown: "split \(type(of: data.split).name)"))
    return Section(title: "data \(data.name)", lines: lines)
  }

  // MARK: Bodies

  private func section(of task: CheckedTask) -> Section {
    var lines = [reading(task.inputs)] + lines(of: task.body)
    if task.isAuxiliary { lines.append(Line(key: "auxiliary", shown: "auxiliary")) }
    lines += task.losses.map { loss in
      let read = "\(loss.prediction ?? "") \(loss.weight ?? "")"
      return Line(
        key: "loss \(loss.factor) \(loss.loss) \(loss.target) \(read)",
        shown: "loss \(excerpt(loss.range))")
    }
    lines += task.metrics.map { metric in
      Line(
        key: "metric \(metric.metric) \(metric.target) \(metric.prediction ?? "")",
        shown: "metric \(metric.name)")
    }
    lines += task.outputs.map { output in
      Line(
        key: "output \(output.name) \(output.prediction ?? "") \(output.transform)",
        shown: "output \(output.name)")
    }
    return Section(title: "task \(task.name)", lines: lines)
  }

  private func reading(_ inputs: [CheckedInput]) -> Line {
    Line(
      key: "reads \(inputs.map { $0.reference })",
      shown: "reads \(inputs.map { $0.name }.joined(separator: ", "))")
  }

  private func lines(of body: CheckedBody) -> [Line] {
    body.chains.flatMap { chain -> [Line] in
      let start = chain.start.map { [Line(key: "from \($0)", shown: "from \($0)")] } ?? []
      return start + chain.steps.flatMap { lines(of: $0) }
    }
  }

  private func lines(of step: CheckedStep) -> [Line] {
    let alias = step.alias ?? ""
    let read = step.operands.joined(separator: ", ")
    let entry: String
    switch step.kind {
    case .layer(let layer): entry = String(describing: layer)
    case .encoder(let encoder): entry = String(describing: encoder)
    case .tokenReader(let reader): entry = String(describing: reader)
    case .block(let body): return [Line(key: "{ \(alias)", shown: step.name)] + lines(of: body)
    }
    let line = Line(key: "\(entry)(\(read)) \(alias)", shown: excerpt(step.range))
    guard let body = step.body else { return [line] }
    return [line] + lines(of: body) + [Line(key: "}", shown: "}")]
  }

  /// A part of the spec on one line, a long one only in part.
  private func excerpt(_ range: SourceRange) -> String {
    let text = sources.text(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return text.count <= 70 ? text : text.prefix(67) + "..."
  }
}

extension CheckedColumn {
  /// What the column's type is called.
  fileprivate var typeName: String { type.map { Swift.type(of: $0).name } ?? "text" }
}

extension TrainingSettings {
  /// The settings, a line for each.
  fileprivate var lines: [ModelOutline.Line] {
    let words: [(String, String?)] = [
      ("optimizer", String(describing: optimizer)), ("schedule", String(describing: schedule)),
      ("batch", String(batch)), ("length", String(describing: length)),
      ("clip", clipping.map { String(describing: $0) }),
      ("penalty", penalty.map { String(describing: $0) }),
      ("monitor", monitor.map { String(describing: $0) }),
      ("stop", stopping.map { String(describing: $0) }),
      ("sampling", String(describing: sampling)), ("average", averageDecay.map { String($0) }),
      ("seed", String(seed)),
    ]
    return words.compactMap { word, value in
      value.map { ModelOutline.Line(key: "\(word) \($0)", shown: "\(word) \(readable($0))") }
    }
  }

  /// A setting's value without the module that its type is of.
  private func readable(_ value: String) -> String {
    value.replacing("MTLCatalogue.", with: "").replacing("MTLSemantics.", with: "")
  }
}
