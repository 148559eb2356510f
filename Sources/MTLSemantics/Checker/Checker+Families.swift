import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

/// One member of a family of tasks: what its variables stand for.
struct FamilyMember {
  /// What stands between the brackets of its name, such as `torque1` or `"17"`.
  private(set) var words: [String] = []
  /// The columns that variables stand for, by variable.
  private(set) var columns: [String: Path] = [:]
  /// The values that variables stand for, by variable.
  private(set) var constants: [String: ConstantValue] = [:]

  /// The member's name in a family, such as `joint[torque1]`.
  func name(in family: String) -> String { family + suffix }

  /// The brackets behind a family's name.
  var suffix: String { "[\(words.joined(separator: ", "))]" }

  /// The member with one variable more.
  fileprivate func binding(_ variable: String, to element: Element) -> FamilyMember {
    var member = self
    switch element {
    case .column(let path):
      member.columns[variable] = path
      member.words.append(path.names[1].text)
    case .constant(let value):
      member.constants[variable] = value
      member.words.append(value.description)
    }
    return member
  }

  /// What a variable runs through.
  fileprivate enum Element {
    case column(Path)
    case constant(ConstantValue)
  }
}

extension Checker {
  /// The most members of a family.
  static let memberLimit = 4096

  /// The members of a task: one without variables where it is no family; `nil` after a report.
  func members(of task: Declaration.LearningTask) -> [FamilyMember]? {
    var members = [FamilyMember()]
    for iteration in task.iterations {
      guard checkVariable(iteration.variable), let elements = elements(of: iteration.domain) else {
        return nil
      }
      guard members.count * elements.count <= Checker.memberLimit else {
        report(
          .familySize,
          "the family `\(task.name.text)` has more than \(Checker.memberLimit) members",
          at: iteration.domain.range)
        return nil
      }
      members = members.flatMap { member in
        elements.map { member.binding(iteration.variable.text, to: $0) }
      }
    }
    guard members.isEmpty else { return reportEqualMembers(members, of: task) ? nil : members }
    report(
      .familySize, "the family `\(task.name.text)` has no member", at: task.name.range,
      secondary: task.iterations.map { ($0.domain.range, "nothing to run through") })
    return nil
  }

  /// Reports two members of one name; answers whether there are any.
  private func reportEqualMembers(
    _ members: [FamilyMember], of task: Declaration.LearningTask
  ) -> Bool {
    var seen: Set<String> = []
    guard let twice = members.first(where: { !seen.insert($0.suffix).inserted }) else {
      return false
    }
    report(
      .duplicateDeclaration,
      "the family `\(task.name.text)` has two members `\(twice.name(in: task.name.text))`",
      at: task.name.range,
      secondary: task.iterations.map { ($0.domain.range, "what it runs through") },
      helps: [.init("let each element stand there once")])
    return true
  }

  /// A variable hides no other name.
  private func checkVariable(_ variable: Name) -> Bool {
    guard let other = declared[variable.text] else { return true }
    report(
      .duplicateDeclaration, "`\(variable.text)` is \(other.kind.description) already",
      at: variable.range, secondary: [(other.range, "declared here")],
      helps: [.init("give the variable another name")])
    return false
  }

  /// What a family runs through: the columns of a record, the classes of a column, the elements of
  /// a list or a range.
  private func elements(of domain: Expression) -> [FamilyMember.Element]? {
    if let path = domain.path, declared[path.names[0].text]?.kind == .data {
      return path.names.count == 2 && ["features", "labels"].contains(path.names[1].text)
        ? columnElements(of: path) : classElements(of: path)
    }
    guard !reportColumnDomain(domain), let value = evaluate(domain) else { return nil }
    switch value {
    case .list(let elements): return elements.map { .constant($0) }
    case .range(let low, let high) where low == low.rounded() && high - low >= 65_536:
      report(
        .familySize, "the family would have more than \(Checker.memberLimit) members",
        at: domain.range)
      return nil
    case .range(let low, let high) where low == low.rounded():
      return stride(from: low, through: high, by: 1).map { .constant(.integer(Int($0))) }
    default:
      report(
        .wrongReference, "a family runs through columns, classes, a list or a range",
        at: domain.range,
        label: "this is \(value.kindName)",
        helps: [.init("write it as in `for x in data.labels`, or `for size in [1, 2, 4]`")])
      return nil
    }
  }

  /// Reports columns in a list, a range of columns and `range(7)`, which other languages have; answers
  /// whether it is one of them.
  private func reportColumnDomain(_ domain: Expression) -> Bool {
    let columns: [Expression]
    switch domain.kind {
    case .list(let elements): columns = elements
    case .binary(.range, let low, let high, _): columns = [low, high]
    case .call(let callee, let arguments):
      guard callee.path?.text == "range", arguments.count == 1,
        case .number(let count, true) = arguments[0].value.kind, count >= 1
      else { return false }
      let written = "0..\(ConstantValue.plain(count - 1))"
      report(
        .badConstant, "a range is written with its first and its last number", at: domain.range,
        helps: [.init("write both", edits: [.init(domain.range, written)])])
      return true
    default: return false
    }
    let data = columns.compactMap { $0.path }.filter { $0.names.count == 2 }
      .compactMap { dataSet(named: $0.names[0].text) }
    guard let first = data.first, data.count == columns.count else { return false }
    report(
      .wrongReference, "a family runs through all labels or all features of a data set",
      at: domain.range,
      helps: [
        .init(
          "run through the labels", edits: [.init(domain.range, "\(spelled(first.name)).labels")])
      ])
    return true
  }

  private func columnElements(of path: Path) -> [FamilyMember.Element]? {
    guard let data = dataSet(named: path.names[0].text) else { return nil }
    let role: CheckedColumn.Role = path.names[1].text == "features" ? .feature : .label
    return data.columns.filter { $0.role == role }.map { column in
      .column(Path([path.names[0], Name(column.name, path.range)], path.range))
    }
  }

  private func classElements(of path: Path) -> [FamilyMember.Element]? {
    guard let (data, column) = resolveColumn(path) else { return nil }
    let encoding = facts?.encoding(data: data.name, column: column.name)
    switch column.type?.cell {
    case .classNumber(let count): return (0..<count).map { .constant(.integer($0)) }
    case .oneOf(let classes): return classes.map { .constant(.text($0)) }
    case .text where column.type != nil:
      if let classes = encoding?.classes { return classes.map { .constant(.text($0)) } }
      // Without the data one member stands for all of them, whatever their classes are.
      hasOpenFamily = true
      return [.constant(.text(".."))]
    default:
      report(
        .labelKindMismatch, "`\(path.text)` has no classes to run through", at: path.range,
        secondary: [(column.range, "declared here")],
        helps: [.init("declare it as `category`, or run through `\(data.name).labels`")])
      return nil
    }
  }
}
