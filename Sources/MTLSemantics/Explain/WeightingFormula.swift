import MTLCatalogue
import MTLGraph

/// How many numbers a weighting keeps, as a formula of the number K of tasks and the number P of numbers
/// that they share: found by counting.
struct WeightingFormula {
  private let weighting: any Weighting
  private let count: (WeightingMemory) -> Int

  /// A formula of a part of what is kept.
  init(_ weighting: any Weighting, _ count: @escaping (WeightingMemory) -> Int) {
    self.weighting = weighting
    self.count = count
  }

  /// The formula, such as `4 K + 1` and `K P + K`.
  var text: String {
    let base = polynomial { value(tasks: $0, coordinates: 0) }
    let slope = polynomial { value(tasks: $0, coordinates: 1) - value(tasks: $0, coordinates: 0) }
    guard let base, let slope else {
      return "\(value(tasks: 3, coordinates: 0)) (K = 3)"
    }
    let powers = ["", "K", "K²"]
    let terms =
      zip(slope, powers).reversed().map { ($0, [$1, "P"]) }
      + zip(base, powers).reversed().map { ($0, [$1]) }
    var text = ""
    for (factor, names) in terms where factor != 0 {
      let name = names.filter { !$0.isEmpty }.joined(separator: " ")
      let size = abs(factor)
      let term = name.isEmpty ? "\(size)" : size == 1 ? name : "\(size) \(name)"
      text += text.isEmpty ? (factor < 0 ? "-" : "") : factor < 0 ? " - " : " + "
      text += term
    }
    return text.isEmpty ? "0" : text
  }

  /// The numbers kept beside so many coordinates, of which there has to be one at least.
  private func value(tasks: Int, coordinates: Int) -> Int {
    func counted(_ coordinates: Int) -> Int {
      (try? weighting.memory(tasks: tasks, coordinates: coordinates)).map(count) ?? 0
    }
    return coordinates == 0 ? 2 * counted(1) - counted(2) : counted(coordinates)
  }

  /// The coefficients of 1, K and K²; `nil` where it is no such polynomial.
  private func polynomial(_ value: (Int) -> Int) -> [Int]? {
    let values = (3...6).map(value)
    let square = (values[2] - 2 * values[1] + values[0]) / 2
    let linear = values[1] - values[0] - 7 * square
    let constant = values[0] - 9 * square - 3 * linear
    return 36 * square + 6 * linear + constant == values[3] ? [constant, linear, square] : nil
  }
}
