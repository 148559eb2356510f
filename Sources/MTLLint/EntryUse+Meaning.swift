import MTLCatalogue
import MTLSemantics

extension EntryUse {
  /// The arguments in one form each, so that uses that mean the same are equal.
  package var meaning: [String: ConstantValue] { arguments.values.mapValues { $0.plainForm } }

  /// Whether every argument is what it is by default.
  package var hasDefaults: Bool {
    entry.parameters.allSatisfy { parameter in
      arguments[parameter.name]?.plainForm == parameter.defaultValue?.plainForm
    }
  }
}

extension ConstantValue {
  /// A whole number as a number like any other, and any other value as it is.
  package var plainForm: ConstantValue { number.map { .float($0) } ?? self }
}
