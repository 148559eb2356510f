import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// An argument outside of what its parameter says is usual.
package struct UnusualArgument {
  package let use: EntryUse
  package let parameter: ParameterDeclaration
  package let value: Double
  package let range: SourceRange

  /// The value as messages show it.
  package var shown: String { ConstantValue.plain(value) }

  /// Whether it is above what is usual, rather than below.
  package var isLarge: Bool { parameter.usual.map { value > $0.upperBound } ?? false }

  /// What is usual, in words.
  package var usualText: String {
    guard let usual = parameter.usual else { return "" }
    let (low, high) = (ConstantValue.plain(usual.lowerBound), ConstantValue.plain(usual.upperBound))
    if usual.upperBound == .infinity { return "\(low) or more" }
    return usual.lowerBound == 0 ? "\(high) or less" : "between \(low) and \(high)"
  }
}

extension LintedSpec {
  /// The written arguments of a parameter of entries of a kind that are not usual.
  package func unusualArguments(_ parameter: String, of kind: EntryKind) -> [UnusualArgument] {
    writtenArguments.unusual.filter {
      $0.parameter.name == parameter && $0.use.entry.entryKind == kind
    }
  }
}

extension CheckedModel {
  /// The declarations and inputs that each shared declaration, task and input reads.
  func namesRead() -> [String: [String]] {
    var names: [String: [String]] = [:]
    names.reserveCapacity(joins.count + tasks.count + shared.count)
    for join in joins { names[join.name] = CheckedModel.declarations(join.sources) }
    for task in tasks { names[task.name] = CheckedModel.declarations(task.inputs) }
    for shared in shared { names[shared.name] = CheckedModel.declarations(shared.inputs) }
    return names
  }

  private static func declarations(_ inputs: [CheckedInput]) -> [String] {
    inputs.compactMap { input in
      if case .declaration(let read, _) = input.reference { read } else { nil }
    }
  }
}
