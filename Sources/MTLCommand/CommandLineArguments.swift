import MTL
import MTLSource

/// An option of a command, as data.
struct CommandOption: Sendable {
  let name: String
  /// What stands for its value in the help; `nil` for a flag.
  let value: String?
  let help: String

  /// An option with a value.
  static func value(_ name: String, _ value: String, _ help: String) -> CommandOption {
    CommandOption(name: name, value: value, help: help)
  }

  /// An option without one.
  static func flag(_ name: String, _ help: String) -> CommandOption {
    CommandOption(name: name, value: nil, help: help)
  }
}

/// A command of the program.
protocol Command: Sendable {
  static var name: String { get }
  static var summary: String { get }
  /// What stands after the command's name in the help.
  static var operands: String { get }
  /// How many operands it takes.
  static var operandCount: ClosedRange<Int> { get }
  static var options: [CommandOption] { get }

  /// Carries the command out.
  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode
}

/// The operands and options of a command, as given.
struct CommandLineArguments {
  let operands: [String]
  private let values: [String: String]

  /// Reads arguments as a command declares them.
  init(_ arguments: ArraySlice<String>, for command: any Command.Type) throws(Failure) {
    var operands: [String] = []
    var values: [String: String] = [:]
    var rest = arguments
    var takesOptions = true
    while let argument = rest.popFirst() {
      if takesOptions, argument == "--" {
        takesOptions = false
      } else if takesOptions, argument.hasPrefix("--") {
        let (name, value) = try CommandLineArguments.read(argument, &rest, for: command)
        values[name] = value
      } else if takesOptions, argument.hasPrefix("-"), argument != "-" {
        throw CommandLineArguments.unknown(argument, for: command)
      } else {
        operands.append(argument)
      }
    }
    guard command.operandCount.contains(operands.count) else {
      let problem = operands.count < command.operandCount.lowerBound ? "needs" : "takes only"
      throw Failure(
        "`mtl \(command.name)` \(problem) \(command.operands)",
        help: "`mtl help \(command.name)` says more", isUsage: true)
    }
    self.operands = operands
    self.values = values
  }

  private static func read(
    _ argument: String, _ rest: inout ArraySlice<String>, for command: any Command.Type
  ) throws(Failure) -> (String, String) {
    let parts = argument.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let option = command.options.first(where: { $0.name == name }) else {
      throw unknown(argument, for: command)
    }
    guard option.value != nil else {
      guard parts.count == 1 else {
        throw Failure("`--\(name)` takes no value", isUsage: true)
      }
      return (name, "")
    }
    guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
      throw Failure(
        "`--\(name)` needs a value: `--\(name) \(option.value ?? "")`", isUsage: true)
    }
    return (name, value)
  }

  private static func unknown(_ argument: String, for command: any Command.Type) -> Failure {
    let name = String(argument.drop { $0 == "-" }.prefix { $0 != "=" })
    let near = NearName.best(for: name, among: command.options.map { $0.name })
    return Failure(
      "`mtl \(command.name)` has no option `\(argument)`",
      help: near.map { "did you mean `--\($0)`?" }
        ?? "`mtl help \(command.name)` lists its options", isUsage: true)
  }

  /// Whether a flag is given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option.
  func text(_ name: String) -> String? { values[name] }

  /// The value of an option as a whole number of a range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = values[name] else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    let wanted =
      range.upperBound == .max
      ? "a whole number from \(range.lowerBound) on"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    throw Failure("`--\(name)` takes \(wanted), not `\(text)`", isUsage: true)
  }

  /// The value of an option as one of a few words; the first one where it is not given.
  func word(_ name: String, among words: [String]) throws(Failure) -> String {
    guard let text = values[name] else { return words[0] }
    if words.contains(text) { return text }
    throw Failure(
      "`--\(name)` takes \(words.map { "`\($0)`" }.joined(separator: ", ")), not `\(text)`",
      isUsage: true)
  }
}
