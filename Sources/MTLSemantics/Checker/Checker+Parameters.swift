import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// Checks the `parameters` declarations: what they are about, and what they say of it.
  func checkParameters() -> [ParameterSettings] {
    var all: [ParameterSettings] = []
    var seen: [String: SourceRange] = [:]
    for declaration in program.declarations {
      guard case .parameters(let item) = declaration.kind else { continue }
      if let first = seen[item.path.text] {
        report(
          .repeatedLine, "`parameters \(item.path.text)` stands twice in the file",
          at: item.path.range, secondary: [(first, "first here")],
          helps: [.init("put what both say into one of them, and remove the other")])
      }
      seen[item.path.text] = item.path.range
      checkOwner(item.path)
      let first = item.path.names[0].text
      let rest = item.path.names.dropFirst().map { "." + $0.text }.joined()
      all.append(
        settings(
          item,
          ParameterSettings(
            path: first + rest, originalPath: (program.originalNames[first] ?? first) + rest,
            range: item.path.range)))
    }
    return all
  }

  /// The path names a declaration with layers, or a named value of one.
  private func checkOwner(_ path: Path) {
    let first = path.names[0]
    guard !poisoned.contains(first.text) else { return }
    guard let known = declared[first.text] else {
      report(
        .unknownName, "there is no `\(first.text)` that could have parameters", at: first.range,
        helps: nameHelps(
          for: first, among: names(of: .shared, .task), plural: "what has parameters"))
      return
    }
    guard known.kind == .shared || known.kind == .task else {
      report(
        .wrongReference, "`\(first.text)` is \(known.kind.description), which has no parameters",
        at: first.range, secondary: [(known.range, "declared here")],
        helps: nameHelps(
          for: first, among: names(of: .shared, .task), plural: "what has parameters"))
      return
    }
    guard path.names.count > 1 else { return }
    let values = (aliases[first.text] ?? []).map { $0.text }
    guard path.names.count == 2, values.contains(path.names[1].text) else {
      report(
        .unknownName, "`\(first.text)` names no step `\(path.names[1].text)`",
        at: path.names[1].range, notes: ["a step is named with `as`"],
        helps: nameHelps(for: path.names[1], among: values, plural: "its named steps"))
      return
    }
  }

  /// What the clauses say; what is wrong is reported.
  private func settings(
    _ item: Declaration.Parameters, _ defaults: ParameterSettings
  ) -> ParameterSettings {
    var settings = defaults
    let reader = SettingsReader(
      checker: self, block: "parameters", words: ["initialize", "freeze", "rate", "decay"],
      synonyms: [
        "init": "initialize", "initialise": "initialize", "load": "initialize", "lr": "rate",
        "learning_rate": "rate", "frozen": "freeze", "from": "initialize", "weight_decay": "decay",
      ])
    var words: [String: SourceRange] = [:]
    for clause in reader.read(item.clauses) {
      words[clause.word.text] = clause.word.range
      guard let value = reader.value(of: clause) else { continue }
      switch clause.word.text {
      case "initialize":
        settings.source =
          settingEntry(
            value, of: .parameterSource, for: clause.word,
            plural: "parameter sources", called: "parameter source") as? any ParameterSource
      case "freeze": settings.freeze = freeze(value, clause.word)
      case "decay": settings.decay = decay(value, clause.word) ?? 1
      default: settings.rate = rate(value, clause.word) ?? 1
      }
    }
    if settings.freeze == .always, let rate = words["rate"], let freeze = words["freeze"] {
      report(
        .conflictingSettings, "parameters that are frozen always have no rate", at: rate,
        secondary: [(freeze, "frozen here")], helps: [.init("keep one of the two")])
    }
    return settings
  }

  /// How long parameters stand still, or `nil` after a report.
  private func freeze(_ value: Expression, _ word: Name) -> ParameterSettings.Freeze? {
    if case .name(let name) = value.kind {
      if name.text == "always" { return .always }
      if constant(named: name.text) == nil, declared[name.text] == nil {
        report(
          .wrongArgument, "`freeze` takes `always` or a duration, not `\(name.text)`",
          at: name.range, helps: nameHelps(for: name, among: ["always"], plural: "its words"))
        return nil
      }
    }
    guard let length = evaluate(value) else { return nil }
    if case .duration(let duration)? = ParameterKind.duration.accept(length) {
      return .until(duration)
    }
    report(
      .wrongArgument, "`freeze` takes `always` or a duration, not \(shown(length))",
      at: value.range, label: "this is \(length.kindName)",
      helps: length.number.map {
        [
          .init(
            "say of what, such as `\(ConstantValue.plain($0)) epochs`",
            edits: [.init(value.range.after, " epochs")])
        ]
      } ?? freezeHelps(length, at: value.range))
    return nil
  }

  private func freezeHelps(
    _ length: ConstantValue, at range: SourceRange
  ) -> [Diagnostic.Help] {
    guard case .flag(true) = length else {
      return [.init("write it as in `freeze 2 epochs`, or `freeze always`")]
    }
    return [
      .init("write `always`, or for how long: `freeze 2 epochs`", edits: [.init(range, "always")])
    ]
  }

  private func rateHelp(_ rate: ConstantValue, at range: SourceRange) -> [Diagnostic.Help] {
    if rate.number == 0 { return [.init("to let them stand still, write `freeze always`")] }
    guard case .share(let share) = rate, share > 0 else { return [] }
    return [.init("write it as a number", edits: [.init(range, ConstantValue.plain(share))])]
  }

  /// The factor on the weight decay, or `nil` after a report.
  private func decay(_ value: Expression, _ word: Name) -> Double? {
    guard let decay = evaluate(value) else { return nil }
    if let number = decay.number, number >= 0, number.isFinite { return number }
    report(
      .wrongArgument,
      "`decay` takes a number from 0 on, the factor on the weight decay, not \(shown(decay))",
      at: value.range, label: "this is \(decay.kindName)",
      helps: [.init("write it as in `decay 0`, which keeps these parameters from decaying")])
    return nil
  }

  /// The factor on the learning rate, or `nil` after a report.
  private func rate(_ value: Expression, _ word: Name) -> Double? {
    guard let rate = evaluate(value) else { return nil }
    guard let number = rate.number, number > 0, number.isFinite else {
      report(
        .wrongArgument,
        "`rate` takes a number above 0, the factor on the learning rate, not \(shown(rate))",
        at: value.range, label: "this is \(rate.kindName)",
        helps: rateHelp(rate, at: value.range))
      return nil
    }
    return number
  }
}
