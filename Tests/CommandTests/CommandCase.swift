import Testing

/// A call of the program and what it has to say.
struct CommandCase: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let exitCode: Int32
  /// Parts of standard output and of standard error, in any order.
  let output: [String]
  let error: [String]

  var testDescription: String { (["mtl"] + arguments).joined(separator: " ") }

  init(_ arguments: String, exit: Int32 = 0, output: [String] = [], error: [String] = []) {
    self.arguments = arguments.split(separator: " ").map { String($0) }
    exitCode = exit
    self.output = output
    self.error = error
  }

  /// Runs the case in a folder and compares.
  @discardableResult
  func check(in folder: Workplace) throws -> Outcome {
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.exitCode == exitCode, "\(testDescription): \(outcome.error)")
    for part in output {
      #expect(outcome.output.contains(part), "standard output lacks \(part): \(outcome.output)")
    }
    for part in error {
      #expect(outcome.error.contains(part), "standard error lacks \(part): \(outcome.error)")
    }
    if exitCode != 0 { #expect(!outcome.error.isEmpty || !outcome.output.isEmpty) }
    return outcome
  }
}
