import MTLCatalogue
import MTLSource
import MTLSyntax

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
    /// The name of the task, and that of the family that it is a member of.
    var member: (name: String, family: String)?
  }

  private(set) var sections: [Section] = []
  private let texts: WrittenText

  /// The outline of a model.
  ///
  /// - Parameters:
  ///   - name: The model's name, where the spec says it.
  ///   - texts: The texts that its ranges are of.
  ///   - experiments: What the spec compares and tunes, which no part of the model is.
  init(
    _ model: CheckedModel, name: String?, texts: WrittenText,
    experiments: [Declaration.Settings]
  ) {
    self.texts = texts
    sections = name.map { [Section(title: "model", lines: [Line(key: $0, shown: $0)])] } ?? []
    sections += model.dataSets.map { section(of: $0) }
    sections += model.joins.map { join in
      Section(title: "input \(join.name)", lines: [reading(join.sources)])
    }
    sections += model.shared.map { shared in
      let scheme = String(describing: shared.sharing)
      let head = [
        reading(shared.inputs),
        Line(key: scheme, shown: "using \(texts.call(of: shared.sharing, behind: shared.range))"),
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
    sections.append(Section(title: "train", lines: lines(of: model.training)))
    sections += model.parameterSettings.map { settings in
      Section(
        title: "parameters \(settings.path)",
        lines: [
          settings.source.map { source in
            Line(
              key: "initialize \(source)",
              shown: "initialize \(texts.call(of: source, behind: settings.range))")
          },
          settings.freeze.map { plain("freeze", $0.text) },
          plain("rate", ConstantValue.plain(settings.rate)),
          plain("decay", ConstantValue.plain(settings.decay)),
        ].compactMap { $0 })
    }
    sections += experiments.map { section(of: $0) }
  }

  /// A comparison or a search: a line for each value of what has several.
  private func section(of settings: Declaration.Settings) -> Section {
    let lines = settings.clauses.flatMap { clause in
      clause.values.map { stages in
        let parts = stages.map { texts.plain($0.range) }.joined(separator: " -> ")
        let line = "\(clause.word.text) \(parts)"
        return Line(key: line, shown: WrittenText.shortened(line))
      }
    }
    return Section(title: settings.kind.rawValue, lines: lines)
  }

  // MARK: Data

  private func section(of data: CheckedData) -> Section {
    var lines = [Line(key: "\(data.origin)", shown: "from \(texts.excerpt(data.range))")]
    for column in data.columns where column.role != .computed {
      let type = column.type.map { String(describing: $0) } ?? "text"
      lines.append(
        Line(
          key: "\(column.role) \(column.name) \(type) \(column.source)",
          shown: "\(column.role.rawValue) \(column.name): " + texts.type(of: column)))
    }
    if let open = data.openColumns {
      lines.append(
        Line(
          key: "* \(open.role) \(open.type.map { String(describing: $0) } ?? "")",
          shown: "\(open.role.rawValue) *"))
    }
    lines.append(
      Line(
        key: String(describing: data.split),
        shown: "split \(texts.call(of: data.split, in: data.splitRange))"))
    return Section(title: "data \(data.name)", lines: lines)
  }

  // MARK: Bodies

  private func section(of task: CheckedTask) -> Section {
    var lines = [reading(task.inputs)] + lines(of: task.body)
    if task.isAuxiliary { lines.append(Line(key: "auxiliary", shown: "auxiliary")) }
    lines += task.losses.map { loss in
      let factor = loss.factor == 1 ? "" : "\(ConstantValue.plain(loss.factor)) * "
      let read = "\(loss.prediction ?? "") \(loss.weight ?? "")"
      return Line(
        key: "loss \(loss.factor) \(loss.loss) \(loss.target) \(read)",
        shown: "loss \(factor)\(texts.excerpt(loss.range))")
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
    return Section(
      title: "task \(task.name)", lines: lines, member: task.family.map { (task.name, $0) })
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
    let line = Line(key: "\(entry)(\(read)) \(alias)", shown: texts.excerpt(step.range))
    guard let body = step.body else { return [line] }
    return [line] + lines(of: body) + [Line(key: "}", shown: "}")]
  }

  // MARK: Training

  private func lines(of training: TrainingSettings) -> [Line] {
    func line(_ word: String, _ entry: (any CatalogueEntry)?) -> Line? {
      entry.map { Line(key: "\(word) \($0)", shown: "\(word) \(texts.call(of: $0))") }
    }
    let length: Line
    switch training.length {
    case .epochs(let count): length = plain("epochs", String(count))
    case .steps(let count): length = plain("steps", String(count))
    }
    let monitor = training.monitor.map { plain("monitor", "\($0.task).\($0.metric ?? "loss")") }
    return [
      line("optimizer", training.optimizer), line("schedule", training.schedule),
      plain("batch", String(training.batch)), length, line("clip", training.clipping),
      line("penalty", training.penalty), monitor, line("stop", training.stopping),
      line("sampling", training.sampling),
      training.averageDecay.map { plain("average", ConstantValue.plain($0)) },
      plain("seed", String(training.seed)),
    ].compactMap { $0 }
  }

  private func plain(_ word: String, _ value: String) -> Line {
    Line(key: "\(word) \(value)", shown: "\(word) \(value)")
  }
}

extension ParameterSettings.Freeze {
  /// How long parameters stand still, in words.
  fileprivate var text: String {
    switch self {
    case .always: "always"
    case .until(let duration): duration.description
    }
  }
}
