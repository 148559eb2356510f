/// What kind of value a parameter of a catalogue entry takes, with its range.
package indirect enum ParameterKind: Sendable {
  /// A whole number from 1 on, or a size that only the data know.
  case size
  case integer(ClosedRange<Int>)
  case number(NumberRange)
  case share
  case flag
  case text
  /// One of a few words.
  case word([String])
  case duration
  case range
  /// A range whose numbers are all above 0.
  case positiveRange
  /// The name of a column of the data block.
  case column
  /// A value that a body could read, such as `trunk` or `people.features`.
  case value
  case list(ParameterKind)
  /// The first kind that takes the value.
  case either([ParameterKind])
  /// A weight for each task, written `task: weight`.
  case taskWeights

  /// What the parameter takes, as messages say it.
  package var description: String {
    switch self {
    case .size: "a whole number from 1 on"
    case .integer(Int.min...Int.max): "a whole number"
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound) on"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): range.description
    case .share: "a share such as `10%`"
    case .flag: "`true` or `false`"
    case .text: "a text in quotes"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: " or ")
    case .duration: "a number of epochs or steps, such as `2 epochs`"
    case .range: "a range such as `0..255`, its end above its beginning"
    case .positiveRange: "a range of numbers above 0, such as `0.0001..0.1`"
    case .column: "the name of a column"
    case .value: "the name of a value, such as `trunk`"
    case .list(let element): "a list, each element \(element.description)"
    case .either(let kinds): ParameterKind.described(kinds)
    case .taskWeights: "a weight for each task, such as `digit: 2`"
    }
  }
}

extension ParameterKind {
  /// Whether it takes a weight for each task.
  package var isTaskWeights: Bool { if case .taskWeights = self { true } else { false } }

  /// Several kinds as messages say them; a size goes without saying where any whole number does.
  private static func described(_ kinds: [ParameterKind]) -> String {
    let takesAnyNumber = kinds.contains {
      if case .integer(Int.min...Int.max) = $0 { true } else { false }
    }
    let told = kinds.filter { if case .size = $0 { !takesAnyNumber } else { true } }
    return told.map(\.description).joined(separator: ", or ")
  }
}

/// The numbers that a parameter takes.
package struct NumberRange: Sendable {
  package let lower: Double
  package let upper: Double
  package let excludesLower: Bool
  package let excludesUpper: Bool

  package init(
    _ lower: Double, _ upper: Double, excludesLower: Bool = false, excludesUpper: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.excludesLower = excludesLower
    self.excludesUpper = excludesUpper
  }

  package static let any = NumberRange(-.infinity, .infinity)
  package static let positive = NumberRange(0, .infinity, excludesLower: true)
  package static let nonNegative = NumberRange(0, .infinity)
  /// From 0 up to, and without, 1.
  package static let belowOne = NumberRange(0, 1, excludesUpper: true)

  /// Whether a number lies in the range.
  package func contains(_ value: Double) -> Bool {
    value.isFinite && (excludesLower ? value > lower : value >= lower)
      && (excludesUpper ? value < upper : value <= upper)
  }

  /// The range as messages say it.
  package var description: String {
    let low = ConstantValue.plain(lower)
    let high = ConstantValue.plain(upper)
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): return "a number"
    case (true, false): return excludesLower ? "a number above \(low)" : "a number from \(low) on"
    case (false, true): return "a number up to \(high)"
    case (true, true):
      return "a number \(excludesLower ? "above" : "from") \(low) "
        + "\(excludesUpper ? "and below" : "to") \(high)"
    }
  }
}

/// One parameter of a catalogue entry, as data: checker, messages, pages and completion read it.
package struct ParameterDeclaration: Sendable {
  package let name: String
  package let kind: ParameterKind
  package let summary: String
  package let defaultValue: ConstantValue?
  package let isRequired: Bool
  /// Given by position rather than by name; never by either.
  package let isPositional: Bool
  /// A positional parameter that takes all further positions, as a list.
  package let isRepeated: Bool
  /// What is written in practice; a number outside is allowed, and most often a slip.
  package let usual: ClosedRange<Double>?
  /// Whether it names a file.
  package let isPath: Bool

  /// A parameter that is given by name.
  package static func named(
    _ name: String, _ kind: ParameterKind, default value: ConstantValue? = nil,
    required: Bool = false, usual: ClosedRange<Double>? = nil, isPath: Bool = false,
    _ summary: String
  ) -> ParameterDeclaration {
    ParameterDeclaration(
      name: name, kind: kind, summary: summary, defaultValue: value, isRequired: required,
      isPositional: false, isRepeated: false, usual: usual, isPath: isPath)
  }

  /// A parameter that is given by position.
  package static func positional(
    _ name: String, _ kind: ParameterKind, required: Bool = true, repeated: Bool = false,
    usual: ClosedRange<Double>? = nil, isPath: Bool = false, _ summary: String
  ) -> ParameterDeclaration {
    ParameterDeclaration(
      name: name, kind: kind, summary: summary, defaultValue: nil, isRequired: required,
      isPositional: true, isRepeated: repeated, usual: usual, isPath: isPath)
  }
}

/// What every catalogue entry says of itself.
package protocol CatalogueEntry: Sendable {
  /// What it is: a layer, a loss and so on.
  static var entryKind: EntryKind { get }

  /// The word that specs write.
  static var name: String { get }

  /// One sentence without a full stop: what it is.
  static var summary: String { get }

  /// Formula, edge cases and source, as sentences.
  static var details: String { get }

  /// The parameters in order, positional ones first.
  static var parameters: [ParameterDeclaration] { get }

  /// A use of it, as a spec writes it.
  static var example: String { get }

  /// Whether the runtime can carry it out; what it cannot yet is checked all the same.
  var isTrainable: Bool { get }

  /// Creates the entry from arguments that its parameters allow, defaults filled in.
  init(_ arguments: Arguments)
}

extension CatalogueEntry {
  package var isTrainable: Bool { true }
  package static var parameters: [ParameterDeclaration] { [] }
  package static var details: String { "" }
}
