import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

extension LintedSpec {
  /// How long a run lasts.
  package var runLength: Duration {
    switch model.training.length {
    case .epochs(let count): Duration(Double(count), .epoch)
    case .steps(let count): Duration(Double(count), .step)
    }
  }

  /// Where the spec says how long a run lasts.
  package var runLengthRange: SourceRange? {
    (clauses(.train, "epochs") + clauses(.train, "steps")).first?.range
  }

  /// How many runs a duration is long; `nil` where only the data tell.
  package func share(ofRun duration: Duration) -> Double? {
    let length = runLength
    if duration.unit == length.unit { return duration.amount / length.amount }
    guard let rows = trainingRows, rows > 0 else { return nil }
    let steps = max(Int((rows / Double(model.training.batch)).rounded(.up)), 1)
    guard let part = duration.steps(perEpoch: steps), let all = length.steps(perEpoch: steps) else {
      return nil
    }
    return part / all
  }

  /// About how many rows train; `nil` where only the data tell.
  package var trainingRows: Double? {
    var sum = 0.0
    for data in model.dataSets {
      guard let rows = data.origin.knownCount else { return nil }
      sum += Double(rows) * data.split.share(of: .train)
    }
    return sum
  }

  /// A secondary label at what says how long a run lasts.
  package var runLengthLabel: [(SourceRange, String)] {
    runLengthRange.map { [($0, "the run ends here")] } ?? []
  }

  /// The uses of entries in a clause of the `train` block.
  package func trainingUses(of kind: EntryKind, in word: String) -> [EntryUse] {
    let ranges = clauses(.train, word).map { $0.range }
    return uses(of: kind).filter { use in
      ranges.contains { $0.start <= use.call.range.start && use.call.range.end <= $0.end }
    }
  }

  /// An edit that takes a declaration out, with the empty line that parts it from its neighbour.
  package func removingDeclaration(of range: SourceRange) -> Diagnostic.Edit {
    let bytes = tree.source.bytes
    let line = removingLine(of: range).range
    var (start, end) = (line.start, line.end)
    if end < bytes.count, bytes[end] == 0x0A {
      end += 1
    } else if end >= bytes.count {
      while start > 1, bytes[start - 1] == 0x0A, bytes[start - 2] == 0x0A { start -= 1 }
    }
    return Diagnostic.Edit(SourceRange(start, end), "")
  }
}

extension LintedSpec {
  /// Whether the spec says itself how it is trained.
  package var hasTrainBlock: Bool {
    tree.declarations.contains { declaration in
      if case .settings(let settings) = declaration.kind { settings.kind == .train } else { false }
    }
  }
}

extension Expression {
  /// Whether it is a number as it stands, and no constant that may be varied.
  package var isNumber: Bool { if case .number = kind { true } else { false } }
}
