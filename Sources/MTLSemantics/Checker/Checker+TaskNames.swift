import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// The task that an expression names: `digit`, or a member `joint[torque1]`.
  func taskName(_ expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): return name.text
    case .index(let base, let elements):
      guard case .name(let family) = base.kind else { break }
      let words = elements.compactMap { $0.memberWord }
      if words.count == elements.count {
        return "\(family.text)[\(words.joined(separator: ", "))]"
      }
    default: break
    }
    report(
      .unknownTask, "a task is named here, or a member of a family", at: expression.range,
      helps: [.init("write it as in `digit`, `joint[torque1]` or `exam[\"17\"]`")])
    return nil
  }

  /// The helps for a task's name that is none: a member of the family that it begins with, else the
  /// nearest of all names.
  func taskHelps(for name: Name) -> [Diagnostic.Help] {
    let members = tasks.filter { $0.family != nil }.map { $0.name }
    let letters = { (text: String) in text.filter { $0.isLetter || $0.isNumber } }
    if let member = members.first(where: { letters($0) == letters(name.text) }) {
      return [.init("did you mean `\(member)`?", edits: [.init(name.range, member)])]
    }
    let family = name.text.prefix { $0 != "[" }
    let own = tasks.filter { $0.family == String(family) && name.text.contains("[") }
    if let first = own.first, let last = own.last {
      return [
        .init(
          own.count == 1
            ? "its only member is `\(first.name)`"
            : "its \(own.count) members are `\(first.name)` to `\(last.name)`")
      ]
    }
    return nameHelps(
      for: name, among: names(of: .task) + members, plural: "the tasks")
  }

  /// Whether an expression names a member that only the data could tell.
  func isUnknownMember(_ expression: Expression) -> Bool {
    guard case .index(let base, _) = expression.kind,
      case .name(let family) = base.kind
    else { return false }
    return tasks.contains { $0.family == family.text && $0.name == "\(family.text)[\"..\"]" }
  }
}

extension Expression {
  /// Whether the expression is a name, or a name with brackets behind it.
  var isTaskName: Bool {
    switch kind {
    case .name: true
    case .index(let base, _): base.path?.names.count == 1
    default: false
    }
  }

  /// What stands between the brackets of a member: a column, a text or a number.
  fileprivate var memberWord: String? {
    switch kind {
    case .name(let name): name.text
    case .string(let text): ConstantValue.text(text).description
    case .number(let number, _): ConstantValue.plain(number)
    default: nil
    }
  }
}
