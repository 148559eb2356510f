import MTLGraph

/// The values of an entry's parameters, checked against their declarations.
///
/// The accessors are for the entry whose declaration has been checked; asked for a value of another
/// kind they answer with the kind's zero.
package struct Arguments: Hashable, Sendable {
  private struct Element: Hashable, Sendable {
    let name: String
    var value: ConstantValue
  }

  /// In the order of the parameters; they are too few to be worth a hash table.
  private var elements: [Element] = []

  package init(_ values: [String: ConstantValue] = [:]) {
    elements = values.sorted { $0.key < $1.key }.map { Element(name: $0.key, value: $0.value) }
  }

  /// The defaults of an entry's parameters, overridden by the given values.
  package init(
    defaultsOf parameters: [ParameterDeclaration], _ values: [String: ConstantValue] = [:]
  ) {
    self.init(defaultsOf: parameters, given: Arguments(values))
  }

  /// The defaults of an entry's parameters, overridden by the given arguments.
  package init(defaultsOf parameters: [ParameterDeclaration], given: Arguments) {
    elements.reserveCapacity(parameters.count)
    for parameter in parameters {
      guard let value = given[parameter.name] ?? parameter.defaultValue else { continue }
      elements.append(Element(name: parameter.name, value: value))
    }
    for element in given.elements where self[element.name] == nil { elements.append(element) }
  }

  /// The values by the names of their parameters.
  package var values: [String: ConstantValue] {
    Dictionary(elements.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The value of a parameter, where it has one.
  package subscript(_ name: String) -> ConstantValue? {
    get { place(of: name).map { elements[$0].value } }
    set {
      guard let value = newValue else { return elements.removeAll { $0.name == name } }
      if let place = place(of: name) {
        elements[place].value = value
      } else {
        elements.append(Element(name: name, value: value))
      }
    }
  }

  private func place(of name: String) -> Int? { elements.firstIndex { $0.name == name } }

  /// A size, possibly one that only the data know.
  package func dim(_ name: String) -> Dim {
    switch self[name] {
    case .integer(let value): .size(value)
    case .dimension(let dim): dim
    default: .size(0)
    }
  }

  /// A whole number.
  package func integer(_ name: String) -> Int {
    if case .integer(let value)? = self[name] { value } else { 0 }
  }

  /// A number, or a share as one.
  package func number(_ name: String) -> Double {
    if case .share(let value)? = self[name] { value } else { self[name]?.number ?? 0 }
  }

  /// A number, where one is given.
  package func optionalNumber(_ name: String) -> Double? { self[name]?.number }

  /// A flag.
  package func flag(_ name: String) -> Bool {
    if case .flag(let value)? = self[name] { value } else { false }
  }

  /// A text, a word or the name of a column.
  package func text(_ name: String) -> String? {
    switch self[name] {
    case .text(let text), .word(let text), .column(let text): text
    default: nil
    }
  }

  /// A duration, where one is given.
  package func duration(_ name: String) -> Duration? {
    if case .duration(let value)? = self[name] { value } else { nil }
  }

  /// The elements of a list.
  package func list(_ name: String) -> [ConstantValue] {
    if case .list(let values)? = self[name] { values } else { [] }
  }

  /// The ends of a range, where one is given.
  package func range(_ name: String) -> (low: Double, high: Double)? {
    if case .range(let low, let high)? = self[name] { (low, high) } else { nil }
  }
}
