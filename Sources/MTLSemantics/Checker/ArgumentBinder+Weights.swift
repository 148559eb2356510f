import MTLCatalogue
import MTLSource
import MTLSyntax

extension ArgumentBinder {
  /// Whether arguments can be weights of tasks.
  var takesWeights: Bool { parameters.contains { $0.kind.isTaskWeights } }

  /// Whether an argument is called like a parameter that is no weight of a task.
  func isDeclared(_ argument: Expression.Argument) -> Bool {
    guard let name = argument.name?.text else { return false }
    return parameters.contains { $0.name == name && !$0.kind.isTaskWeights }
  }

  /// The weight that an argument gives a task, unless an earlier one has.
  func taskWeight(
    _ argument: Expression.Argument, _ weighed: inout [String: SourceRange]
  ) -> ConstantValue.TaskWeight? {
    guard let label = argument.label else {
      checker.report(
        .misplacedArgument, "`\(call.name.text)` takes each weight with its task's name",
        at: argument.range, helps: [.init("write it as in `\(call.name.text)(digit: 2)`")])
      return nil
    }
    guard let task = checker.taskName(label) else { return nil }
    if let earlier = weighed.updateValue(argument.range, forKey: task) {
      checker.report(
        .repeatedArgument, "`\(task)` is weighed twice", at: label.range,
        secondary: [(earlier, "first here")], helps: [.init("keep one of the two")])
      return nil
    }
    guard let value = checker.evaluate(argument.value, scope: scope) else { return nil }
    guard let weight = value.number else {
      checker.report(
        .wrongArgument,
        "the weight of a task is a number from 0 on, not \(checker.shown(value))",
        at: argument.value.range, label: "this is \(value.kindName)")
      return nil
    }
    return ConstantValue.TaskWeight(task: task, weight: weight)
  }
}
