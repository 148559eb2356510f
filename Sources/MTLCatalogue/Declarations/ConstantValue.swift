import MTLGraph

/// A compile-time value of the language: what an argument or a constant can be.
package indirect enum ConstantValue: Hashable, Sendable, CustomStringConvertible {
  case integer(Int)
  case float(Double)
  /// A number that only the data know, such as `classes(people.education)`.
  case dimension(Dim)
  case flag(Bool)
  case text(String)
  case share(Double)
  case duration(Duration)
  case range(Double, Double)
  case list([ConstantValue])
  /// One of the words that a parameter takes, such as `same`.
  case word(String)
  /// The name of a column of the data set at hand.
  case column(String)
  /// Weights by task name.
  case weights([TaskWeight])

  /// The weight that a scheme gives to one task or to all members of a family.
  package struct TaskWeight: Hashable, Sendable {
    package let task: String
    package let weight: Double

    package init(task: String, weight: Double) {
      self.task = task
      self.weight = weight
    }
  }

  /// What kind of value this is, as messages say it.
  package var kindName: String {
    switch self {
    case .integer: "a whole number"
    case .float: "a number"
    case .dimension: "a size"
    case .flag: "a flag"
    case .text: "a text"
    case .share: "a share"
    case .duration: "a duration"
    case .range: "a range"
    case .list: "a list"
    case .word: "a word"
    case .column: "a column"
    case .weights: "weights"
    }
  }

  package var description: String {
    switch self {
    case .integer(let value): String(value)
    case .float(let value): "\(value)"
    case .dimension(let dim): dim.description
    case .flag(let value): value ? "true" : "false"
    case .text(let text): "\"\(text)\""
    case .share(let share): "\(ConstantValue.plain(share * 100))%"
    case .duration(let duration): duration.description
    case .range(let low, let high): "\(ConstantValue.plain(low))..\(ConstantValue.plain(high))"
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .word(let word), .column(let word): word
    case .weights(let weights):
      weights.map { "\($0.task): \(ConstantValue.plain($0.weight))" }.joined(separator: ", ")
    }
  }

  /// A number without a fraction where it has none.
  package static func plain(_ value: Double) -> String {
    value == value.rounded(.towardZero) && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// The value as a number, where it is one.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }
}

/// A length of training, such as `2 epochs` or `500 steps`.
package struct Duration: Hashable, Sendable, CustomStringConvertible {
  /// What a duration is counted in.
  package enum Unit: String, Sendable, CaseIterable {
    case epoch
    case step
    case second
    case minute
    case hour
  }

  package let amount: Double
  package let unit: Unit

  package init(_ amount: Double, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  package var description: String {
    "\(ConstantValue.plain(amount)) \(unit.rawValue)\(amount == 1 ? "" : "s")"
  }

  /// The duration in training steps; `nil` for one of clock time.
  package func steps(perEpoch: Int) -> Double? {
    switch unit {
    case .step: amount
    case .epoch: amount * Double(perEpoch)
    case .second, .minute, .hour: nil
    }
  }
}
