/// A search for where a function that goes up is 0, between two positions, by the false position with
/// halved ends (the Illinois method, Dowell and Jarratt, 1971).
///
/// Values are asked for at `next` and told by `record`, until `next` is nil.
struct RootSearch {
  /// The position to evaluate, nil at the end.
  private(set) var next: Double?
  /// The number of values that have been told.
  private(set) var count = 0
  /// Whether the function is 0 anywhere between the ends, once both have been told.
  private(set) var hasRoot = true
  /// The best position so far.
  private(set) var root: Double

  private var low: (position: Double, value: Double)
  private var high: (position: Double, value: Double)

  /// A search between two positions, the lower one first.
  init(from low: Double, to high: Double) {
    self.low = (low, 0)
    self.high = (max(high, low), 0)
    root = low
    next = low
  }

  /// Takes the value at `next`, and finds where to go on.
  mutating func record(_ value: Double) {
    guard let position = next else { return }
    count += 1
    root = position
    switch count {
    case 1:
      low.value = value
      next = value >= 0 ? nil : high.position
    case 2:
      high.value = value
      hasRoot = value >= 0
      next = hasRoot ? crossing : nil
    default:
      narrow(position, value)
      let isFound = abs(value) <= 1e-13 || high.position - low.position <= 1e-14
      next = isFound || count >= 200 ? nil : crossing
    }
  }

  /// Puts a value in the place of the end on its side, and halves the other end's if it stayed twice.
  private mutating func narrow(_ position: Double, _ value: Double) {
    if value < 0 {
      if sidesBelow { high.value /= 2 }
      low = (position, value)
    } else {
      if sidesAbove { low.value /= 2 }
      high = (position, value)
    }
    (sidesBelow, sidesAbove) = (value < 0, value >= 0)
  }

  private var sidesBelow = false
  private var sidesAbove = false

  /// Where the line through the ends is 0, or the middle where that is at an end.
  private var crossing: Double {
    let (a, b) = (low, high)
    let position = a.position - a.value * (b.position - a.position) / (b.value - a.value)
    return position > a.position && position < b.position
      ? position : (a.position + b.position) / 2
  }
}
