/// A name that ends in a number, such as `x12` of `x1..x28`.
struct CountingName: Hashable {
  /// What stands before the number.
  let stem: String
  let number: Int
  /// How many digits the number is written with.
  let length: Int
  /// Whether zeros stand before it.
  let isPadded: Bool

  /// The name's parts; `nil` where it does not end in a number.
  init?(_ name: String) {
    let digits = String(name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    guard !digits.isEmpty, digits.utf8.count <= 9, digits.utf8.count < name.utf8.count,
      let number = Int(digits)
    else { return nil }
    stem = String(name.dropLast(digits.count))
    self.number = number
    length = digits.utf8.count
    isPadded = length > 1 && digits.hasPrefix("0")
  }

  /// Whether a name counts one on from another, in a run that a third one begins.
  private func follows(_ previous: CountingName, from first: CountingName) -> Bool {
    guard stem == previous.stem, number == previous.number + 1 else { return false }
    return first.isPadded ? length == first.length : !isPadded
  }

  /// The runs of names that count on, and the single names between them.
  static func runs(of names: [String]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var previous: CountingName?
    for (place, name) in names.enumerated() {
      let current = CountingName(name)
      if let current, let previous, let last = runs.last,
        let first = CountingName(names[last.lowerBound]), current.follows(previous, from: first)
      {
        runs[runs.count - 1] = last.lowerBound..<place + 1
      } else {
        runs.append(place..<place + 1)
      }
      previous = current
    }
    return runs
  }
}
