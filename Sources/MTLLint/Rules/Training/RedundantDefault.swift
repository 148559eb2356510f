import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL650: what says what holds anyway.
enum RedundantDefault: Rule {
  static let identity = DiagnosticIdentity(650, "redundant-default")
  static let severity = Diagnostic.Severity.note
  static let isPreview = true
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: """
      An argument that is written as a number, a flag or a word and equals its default, or a line of \
      `train` that says what holds without it.
      """,
    why: """
      A spec that says only what is special reads faster. On the other hand a written value stays when a \
      default changes.
      """,
    bad: spec("adam(learning_rate: 0.003, beta1: 0.9)"), good: spec("adam(learning_rate: 0.003)"))

  private static func spec(_ optimizer: String) -> String {
    HousesSpec.with(HousesSpec.train("epochs    30", optimizer: optimizer))
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    // Without its arguments a method of a comparison could be the same text as another one.
    let comparisons = spec.tree.declarations.filter { declaration in
      if case .settings(let settings) = declaration.kind {
        settings.kind == .compare
      } else {
        false
      }
    }.map { $0.range }
    for use in spec.uses {
      let isCompared = comparisons.contains {
        $0.start <= use.call.range.start && use.call.range.end <= $0.end
      }
      for parameter in use.entry.parameters where !parameter.isPositional {
        guard let value = parameter.defaultValue, let argument = use.argument(parameter.name),
          argument.value.isPlain(value), use.arguments[parameter.name]?.plainForm == value.plainForm
        else { continue }
        findings.report(
          "`\(parameter.name)` of `\(use.entry.name)` is \(value.shown) in any case",
          at: argument.range,
          fix: Fix("leave it out", edits: isCompared ? [] : spec.removing(argument, of: use)))
      }
    }
    for declaration in spec.tree.declarations {
      guard case .settings(let settings) = declaration.kind, settings.kind == .train else {
        continue
      }
      for clause in settings.clauses where isDefault(clause, spec) {
        findings.report(
          "`\(spec.text(clause.range).joiningBlanks)` holds in any case", at: clause.range,
          fix: Fix(
            "leave it out",
            edits: settings.clauses.count > 1 ? [spec.removingLine(of: clause.range)] : []))
      }
    }
  }

  /// Whether a line of `train` says what holds without it.
  private static func isDefault(_ clause: Clause, _ spec: LintedSpec) -> Bool {
    guard let value = clause.values.first?.first else { return false }
    let training = spec.model.training
    switch (clause.word.text, value.kind) {
    case ("batch", .number): return training.batch == TrainingSettings.defaultBatch
    case ("epochs", .number): return training.length == TrainingSettings.defaultLength
    case ("seed", .number): return training.seed == TrainingSettings.defaultSeed
    case ("optimizer", .name): return type(of: training.optimizer) == Registry.defaultOptimizer
    case ("schedule", .name): return type(of: training.schedule) == Registry.defaultSchedule
    case ("sampling", .name): return type(of: training.sampling) == Registry.defaultSampling
    case ("memory", .name): return type(of: training.memoryUse) == Registry.defaultMemoryUse
    default: return false
    }
  }
}

extension String {
  /// The text with one blank where there are several.
  fileprivate var joiningBlanks: String {
    split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
  }
}

extension LintedSpec {
  /// The edit that takes an argument out, with its comma, or the brackets that it stands in alone.
  fileprivate func removing(
    _ argument: Expression.Argument, of use: EntryUse
  ) -> [Diagnostic.Edit] {
    let bytes = tree.source.bytes
    let (start, end) = (argument.range.start, argument.range.end)
    guard end <= bytes.count, use.call.range.end <= bytes.count else { return [] }
    func isBlank(_ place: Int) -> Bool { [0x20, 0x0A, 0x09, 0x0D].contains(bytes[place]) }
    var (left, right) = (start, end)
    while left > use.call.range.start, isBlank(left - 1) { left -= 1 }
    while right < use.call.range.end, isBlank(right) { right += 1 }
    guard left > use.call.range.start, right < use.call.range.end else { return [] }
    switch (bytes[left - 1], bytes[right]) {
    case (UInt8(ascii: ","), _): return [Diagnostic.Edit(SourceRange(left - 1, end), "")]
    case (UInt8(ascii: "("), UInt8(ascii: ",")):
      right += 1
      while right < use.call.range.end, isBlank(right) { right += 1 }
      return [Diagnostic.Edit(SourceRange(start, right), "")]
    case (UInt8(ascii: "("), UInt8(ascii: ")")):
      return [Diagnostic.Edit(SourceRange(left - 1, right + 1), "")]
    default: return []
    }
  }
}

extension Expression {
  /// Whether it is written out: no constant, and nothing computed.
  fileprivate func isPlain(_ value: ConstantValue) -> Bool {
    switch kind {
    case .number, .share, .duration, .flag, .string: true
    case .name: if case .word = value { true } else { false }
    default: false
    }
  }
}

extension ConstantValue {
  /// The value as messages show it.
  fileprivate var shown: String {
    number.map { ConstantValue.plain($0) } ?? description
  }
}
