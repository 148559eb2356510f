/// Data files of pages about data: made up, the same every time.
enum PageTable {
  /// Comma-separated rows under a header.
  ///
  /// - Parameter row: The cells of a row, from its number and a source of numbers from 0 to 1.
  static func csv(
    _ header: String, rows: Int = 800, _ row: (Int, inout PageNumbers) -> [String]
  ) -> String {
    var numbers = PageNumbers()
    var lines = [header]
    for place in 0..<rows { lines.append(row(place, &numbers).joined(separator: ",")) }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Numbers that look drawn at random and are the same every time.
struct PageNumbers {
  private var state: UInt64 = 42

  /// A number from 0 up to, and without, 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(UInt64(1) << 53)
  }

  /// A number from 0 to 9 with three digits behind the point, as text.
  mutating func text() -> String { String((next() * 10_000).rounded(.down) / 1000) }
}
