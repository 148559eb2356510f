/// One set of layers for all tasks.
struct HardSharing: Sharing {
  static let name = "hard"
  static let summary = "One set of layers for all tasks"
  static let details = "The value is common: every task reads the same one (Caruana, 1997)."
  static let example = "shared trunk(digits.image) using hard { flatten -> dense(64) }"

  init(_ arguments: Arguments) {}
}
