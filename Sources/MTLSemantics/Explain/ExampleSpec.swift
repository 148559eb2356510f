/// The small specs that most pages vary in one place.
enum ExampleSpec {
  /// Prices of houses from their areas: a record of columns and one head.
  ///
  /// - Parameters:
  ///   - lines: The lines of the data block.
  ///   - body: The lines of the task's body.
  ///   - source: Where the rows come from.
  ///   - before: What stands before the data block.
  ///   - after: What stands after the task.
  static func houses(
    _ lines: String = "feature area: number\nlabel   price: number",
    body: String = "encode -> dense(1)\nloss mse(houses.price)",
    source: String = "synthetic(rows: 100)", before: String = "", after: String = ""
  ) -> String {
    joined(
      before, block("data houses from \(source)", lines), task("price(houses.features)", body),
      after)
  }

  /// Handwritten digits: a picture, a label of ten classes and one head.
  static func digits(
    trunk: String = "flatten -> dense(64) -> relu",
    body: String = "dense(10)\nloss cross_entropy(digits.digit)",
    lines: String = pictures, before: String = "", after: String = "", sharing: String = ""
  ) -> String {
    joined(
      before, block("data digits from synthetic(rows: 100)", lines),
      block("shared trunk(digits.image)\(sharing)", trunk), task("digit(trunk)", body), after)
  }

  /// The columns of the digits.
  static let pictures = """
    column  pixel_0..pixel_63: number
    feature image: pixels(height: 8, width: 8) = pixel_0..pixel_63
    label   digit: category(10)
    """

  /// A task with its body.
  static func task(_ header: String, _ body: String) -> String { block("task \(header)", body) }

  /// A `train` block.
  static func train(_ clauses: String) -> String { block("train", clauses) }

  /// A header with lines in braces.
  static func block(_ header: String, _ lines: String) -> String {
    let indented = lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "    " + $0 }
    return "\(header) {\n\(indented.joined(separator: "\n"))\n}"
  }

  /// Declarations with an empty line between them.
  static func joined(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }
}
