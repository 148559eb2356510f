import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// The words of a `compare` block.
  static let comparisonWords = ["methods", "baseline", "seeds"]

  /// The words of a `tune` block.
  static let tuningWords = ["vary", "search", "trials", "budget"]

  /// Checks what `compare` and `tune` ask for.
  func checkExperiments() {
    var seen: Set<String> = []
    for case .settings(let settings) in program.declarations.map({ $0.kind })
    where seen.insert(settings.kind.rawValue).inserted {
      switch settings.kind {
      case .train: continue
      case .compare: checkComparison(settings)
      case .tune: checkTuning(settings)
      }
      if program.isOwn(settings.keyword), !hasErrors {
        report(
          .cannotTrainYet,
          "`\(settings.kind.rawValue)` cannot be run yet; training passes it over",
          at: settings.keyword)
      }
    }
  }

  // MARK: Comparisons

  private func checkComparison(_ settings: Declaration.Settings) {
    let reader = SettingsReader(
      checker: self, block: "compare", words: Checker.comparisonWords,
      synonyms: ["weightings": "methods", "method": "methods", "seed": "seeds", "runs": "seeds"])
    let errors = errorCount
    var hasMethods = false
    for clause in reader.read(settings.clauses) {
      switch clause.word.text {
      case "methods":
        hasMethods = true
        checkMethods(clause)
      case "baseline": checkBaseline(clause, reader)
      default:
        if let value = reader.value(of: clause) {
          _ = wholeNumber(value, for: clause.word, in: 1...10_000)
        }
      }
    }
    if !hasMethods, errorCount == errors {
      reportLacking("methods", in: settings, "such as `methods equal, uncertainty, pcgrad`")
    }
  }

  private func checkMethods(_ clause: Clause) {
    var seen: [String: SourceRange] = [:]
    for stages in clause.values {
      guard let first = stages.first, let last = stages.last else { continue }
      let range = first.range.union(last.range)
      if let other = seen[sources.text(range)] {
        report(
          .repeatedLine, "the method `\(excerpt(range))` is listed twice", at: range,
          secondary: [(other, "first here")], helps: [.init("keep one of the two")])
      }
      seen[sources.text(range)] = range
      checkMethod(stages)
    }
  }

  /// Checks a weighting that only a comparison runs; that it cannot be trained yet hinders nothing.
  private func checkMethod(_ stages: [Expression]) {
    let pending = pendingUses.count
    guard let first = stages.first else { return }
    _ = weightings(stages, keyword: first.range)
    pendingUses.removeSubrange(pending...)
  }

  private func checkBaseline(_ clause: Clause, _ reader: SettingsReader) {
    guard clause.values.count == 1, let stages = clause.values.first, let first = stages.first
    else {
      _ = reader.value(of: clause)
      return
    }
    if case .name(let name) = first.kind, stages.count == 1 {
      if name.text == "single_task" { return }
      if !Registry.weightings.contains(where: { $0.name == name.text }),
        !(Registry.planned["weighting"]?.contains(name.text) ?? false)
      {
        return report(
          .unknownEntry, "there is no baseline `\(name.text)`", at: name.range,
          helps: nameHelps(
            for: name, among: ["single_task"] + Registry.weightings.map { $0.name },
            plural: "the baselines"))
      }
    }
    checkMethod(stages)
  }

  private func reportLacking(
    _ word: String, in settings: Declaration.Settings, _ example: String
  ) {
    report(
      .missingSetting, "`\(settings.kind.rawValue)` needs a line `\(word)`", at: settings.keyword,
      helps: [.init("add one, \(example)")])
  }

  // MARK: Tuning

  private func checkTuning(_ settings: Declaration.Settings) {
    let reader = SettingsReader(
      checker: self, block: "tune", words: Checker.tuningWords,
      repeatable: ["vary"],
      synonyms: ["sampler": "search", "n_trials": "trials", "time": "budget", "range": "vary"])
    let errors = errorCount
    var seen: [String: SourceRange] = [:]
    var open: [SourceRange] = []
    var method: (needsCountable: Bool, range: SourceRange)?
    for clause in reader.read(settings.clauses) {
      guard let value = reader.value(of: clause) else {
        seen[""] = clause.range
        continue
      }
      switch clause.word.text {
      case "vary":
        if let range = checkVariation(value, seen: &seen) { open.append(range) }
      case "search":
        let entry = settingEntry(
          value, of: .searchMethod, for: clause.word, plural: "search methods",
          called: "search method")
        if let search = entry as? any SearchMethod {
          method = (type(of: search).needsCountableValues, value.range)
        }
      case "trials": _ = wholeNumber(value, for: clause.word, in: 1...1_000_000)
      default: checkBudget(value)
      }
    }
    if seen.isEmpty, errorCount == errors {
      reportLacking("vary", in: settings, "such as `vary width in [64, 128, 256]`")
    }
    if let method, method.needsCountable, let first = open.first {
      report(
        .conflictingSettings, "this search tries every value, and these cannot be counted",
        at: method.range, secondary: [(first, "drawn from a range")],
        helps: [.init("list the values, such as `[0.001, 0.01]`, or search at `random`")])
    }
  }

  /// Checks `NAME in VALUES`; answers where values are drawn from a space that cannot be counted.
  private func checkVariation(
    _ expression: Expression, seen: inout [String: SourceRange]
  ) -> SourceRange? {
    guard case .binary(.contained, let variable, let domain, _) = expression.kind,
      case .name(let name) = variable.kind
    else {
      seen[""] = expression.range
      report(
        .badVariation, "`vary` takes a constant and its values", at: expression.range,
        helps: [.init("write it as in `vary width in [64, 128, 256]`")])
      return nil
    }
    if let first = seen[name.text] {
      report(
        .repeatedLine, "`\(name.text)` is varied twice", at: name.range,
        secondary: [(first, "first here")], helps: [.init("keep one of the two")])
    }
    seen[name.text] = name.range
    guard let value = variedConstant(name) else { return nil }
    return checkValues(domain, of: name, like: value)
  }

  private func variedConstant(_ name: Name) -> ConstantValue? {
    if let value = constants[name.text] { return value }
    guard !poisoned.contains(name.text) else { return nil }
    if let other = declared[name.text] {
      report(
        .wrongReference, "`\(name.text)` is \(other.kind.description), and `vary` takes a constant",
        at: name.range, secondary: [(other.range, "declared here")])
    } else {
      report(
        .unknownName, "there is no constant `\(name.text)` to vary", at: name.range,
        notes: ["what is to be tuned is a `const`, so that the spec is whole without the search"],
        helps: nameHelps(for: name, among: names(of: .constant), plural: "the constants"))
    }
    return nil
  }

  private func checkValues(
    _ domain: Expression, of name: Name, like value: ConstantValue
  ) -> SourceRange? {
    if let call = domain.call, declared[call.name.text]?.kind != .constant {
      guard
        let type = entry(
          call.name, among: Registry.searchSpaces, kind: "search space", plural: "search spaces"),
        bind(call, to: type) != nil
      else { return nil }
      if value.number == nil { reportVariation(domain, of: name, .range(0, 1), like: value) }
      return domain.range
    }
    guard let values = evaluate(domain) else { return nil }
    switch values {
    case .list(let elements) where !elements.isEmpty:
      if let other = elements.first(where: { !$0.canReplace(value) }) {
        reportVariation(domain, of: name, other, like: value, isListed: true)
      }
    case .range(let low, let high):
      guard case .integer = value, low == low.rounded(), high == high.rounded() else {
        reportVariation(domain, of: name, values, like: value)
        return nil
      }
    default:
      report(
        .badVariation,
        "the values of `\(name.text)` are a list, a range or a space, not "
          + shown(values), at: domain.range, label: "this is \(values.kindName)",
        helps: [.init("write it as in `[64, 128]`, `1..4` or `log_uniform(0.0001..0.01)`")])
    }
    return nil
  }

  private func reportVariation(
    _ domain: Expression, of name: Name, _ other: ConstantValue, like value: ConstantValue,
    isListed: Bool = false
  ) {
    report(
      .badVariation, "`\(name.text)` is \(value.kindName), and \(shown(other)) cannot stand for it",
      at: domain.range, secondary: declared[name.text].map { [($0.range, "declared here")] } ?? [],
      helps: value.number == nil || isListed
        ? [] : [.init("a space of numbers is written as in `uniform(0.0..0.5)`")])
  }

  private func checkBudget(_ value: Expression) {
    guard let budget = evaluate(value) else { return }
    if case .duration(let duration) = budget, duration.steps(perEpoch: 1) == nil { return }
    report(
      .wrongArgument, "`budget` takes a time, such as `2 hours`, not \(shown(budget))",
      at: value.range, label: "this is \(budget.kindName)")
  }
}

extension ConstantValue {
  /// Whether the value is of a kind that can stand for another.
  fileprivate func canReplace(_ other: ConstantValue) -> Bool {
    switch (self, other) {
    case (.integer, .integer), (.integer, .float), (.float, .float), (.text, .text),
      (.flag, .flag), (.share, .share), (.duration, .duration), (.list, .list), (.range, .range):
      true
    default: false
    }
  }
}
