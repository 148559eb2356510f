import MTLGraph

/// The values of an entry's parameters, checked against their declarations.
///
/// The accessors are for the entry whose declaration has been checked; asked for a value of another
/// kind they answer with the kind's zero.
package struct Arguments: Hashable, Sendable {
  package private(set) var values: [String: ConstantValue]

  package init(_ values: [String: ConstantValue] = [:]) { self.values = values }

  /// The defaults of an entry's parameters, overridden by the given values.
  package init(
    defaultsOf parameters: [ParameterDeclaration], _ values: [String: ConstantValue] = [:]
  ) {
    self.values = values
    for parameter in parameters where self.values[parameter.name] == nil {
      self.values[parameter.name] = parameter.defaultValue
    }
  }

  package subscript(_ name: String) -> ConstantValue? { values[name] }

  /// A size, possibly one that only the data know.
  package func dim(_ name: String) -> Dim {
    switch values[name] {
    case .integer(let value): .size(value)
    case .dimension(let dim): dim
    default: .size(0)
    }
  }

  /// A whole number.
  package func integer(_ name: String) -> Int {
    if case .integer(let value)? = values[name] { value } else { 0 }
  }

  /// A number, or a share as one.
  package func number(_ name: String) -> Double {
    if case .share(let value)? = values[name] { value } else { values[name]?.number ?? 0 }
  }

  /// A number, where one is given.
  package func optionalNumber(_ name: String) -> Double? { values[name]?.number }

  /// A flag.
  package func flag(_ name: String) -> Bool {
    if case .flag(let value)? = values[name] { value } else { false }
  }

  /// A text, a word or the name of a column.
  package func text(_ name: String) -> String? {
    switch values[name] {
    case .text(let text), .word(let text), .column(let text): text
    default: nil
    }
  }

  /// A duration, where one is given.
  package func duration(_ name: String) -> Duration? {
    if case .duration(let value)? = values[name] { value } else { nil }
  }

  /// The elements of a list.
  package func list(_ name: String) -> [ConstantValue] {
    if case .list(let values)? = values[name] { values } else { [] }
  }

  /// The ends of a range, where one is given.
  package func range(_ name: String) -> (low: Double, high: Double)? {
    if case .range(let low, let high)? = values[name] { (low, high) } else { nil }
  }
}
