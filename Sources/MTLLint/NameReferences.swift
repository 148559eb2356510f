import MTLSemantics
import MTLSyntax

/// The names that declarations refer to, each to another one.
///
/// A name that a declaration gives to something of its own, and that another one is called by too, counts
/// as a reference: what seems to be unused is unused.
package struct NameReferences: Sendable {
  private var names: Set<String> = []
  private var members: [String: Set<String>] = [:]
  /// The name of the declaration that is looked at, which does not count in it.
  private var owner: String?

  init(_ declarations: [Declaration]) {
    for declaration in declarations {
      owner = declaration.name?.text
      add(declaration)
    }
  }

  /// The names that a body refers to, all of them.
  init(_ body: Body) { add(body) }

  /// Whether another declaration refers to a name.
  package func contains(_ name: String) -> Bool { names.contains(name) }

  /// What stands behind the point of a name, such as the columns of a data set.
  package func members(of name: String) -> Set<String> { members[name] ?? [] }

  private mutating func add(_ name: Name) {
    if name.text != owner { names.insert(name.text) }
  }

  private mutating func add(_ path: Path) {
    add(path.names[0])
    guard path.names.count > 1 else { return }
    members[path.names[0].text, default: []].insert(path.names[1].text)
  }

  private mutating func add(_ declaration: Declaration) {
    switch declaration.kind {
    case .constant(let item): add(item.value)
    case .data(let item):
      add(item.source)
      item.lines.forEach { add($0) }
    case .columns(let item): item.lines.forEach { add($0) }
    case .input(let item): item.sources.forEach { add($0) }
    case .block(let item):
      item.parameters.compactMap { $0.defaultValue }.forEach { add($0) }
      add(item.body)
    case .shared(let item):
      item.inputs.forEach { add($0) }
      if let sharing = item.sharing { add(sharing) }
      add(item.body)
    case .task(let item):
      item.inputs.forEach { add($0) }
      item.iterations.forEach { add($0.domain) }
      add(item.body)
    case .parameters(let item):
      add(item.path)
      item.clauses.forEach { add($0.values) }
    case .weighting(let stages, _): stages.forEach { add($0) }
    case .settings(let item): item.clauses.forEach { add($0.values) }
    case .model, .imported, .malformed: break
    }
  }

  private mutating func add(_ line: DataLine) {
    switch line.kind {
    case .columns(_, _, let type, let value):
      if let type { add(type) }
      if let value { add(value) }
    case .use(let name): add(name)
    case .split(let call): add(call)
    case .malformed: break
    }
  }

  private mutating func add(_ body: Body) {
    for item in body.items {
      switch item {
      case .chain(let chain):
        if let start = chain.start { add(start) }
        chain.steps.forEach { add($0) }
      case .result(let result): add(result.values)
      case .malformed: break
      }
    }
  }

  private mutating func add(_ step: Step) {
    add(step.call)
    if let body = step.body { add(body) }
    step.type?.dimensions?.forEach { add($0) }
  }

  private mutating func add(_ call: Call) {
    add(call.name)
    call.arguments.forEach { add($0) }
  }

  private mutating func add(_ argument: Expression.Argument) {
    if let label = argument.label, argument.name == nil { add(label) }
    add(argument.value)
  }

  private mutating func add(_ pipelines: [[Expression]]) {
    for stages in pipelines { stages.forEach { add($0) } }
  }

  private mutating func add(_ expression: Expression) {
    switch expression.kind {
    case .number, .share, .duration, .string, .flag, .missing: break
    case .name(let name): add(name)
    case .list(let elements): elements.forEach { add($0) }
    case .parenthesized(let inner), .unary(_, let inner): add(inner)
    case .member(let base, let name):
      if case .name(let owner) = base.kind {
        members[owner.text, default: []].insert(name.text)
      }
      add(base)
    case .call(let callee, let arguments):
      add(callee)
      arguments.forEach { add($0) }
    case .index(let base, let places):
      add(base)
      places.forEach { add($0) }
    case .binary(_, let lhs, let rhs, _):
      add(lhs)
      add(rhs)
    }
  }
}
