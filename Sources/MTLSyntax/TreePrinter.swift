import MTLSource

extension SyntaxTree {
  /// The tree as nested lists, one declaration, line or step a line: `mtl dump --stage tree`.
  package func dump() -> String {
    var printer = TreePrinter()
    printer.print("file") { printer in
      for declaration in declarations { printer.print(declaration) }
    }
    return printer.output + "\n"
  }
}

/// Writes a tree as nested lists, the same text for the same tree.
struct TreePrinter {
  private(set) var output = ""
  private var depth = 0

  /// Writes a list that begins with some words and holds further lists on lines of their own.
  mutating func print(_ head: String, inner: (inout TreePrinter) -> Void = { _ in }) {
    if !output.isEmpty { output += "\n" }
    output += String(repeating: "  ", count: depth) + "(" + head
    depth += 1
    inner(&self)
    depth -= 1
    output += ")"
  }

  /// Writes a declaration.
  mutating func print(_ declaration: Declaration) {
    for line in declaration.documentation { print("doc " + TreePrinter.quoted(line)) }
    switch declaration.kind {
    case .model(let name): print("model " + TreePrinter.text(name))
    case .imported(let value): print(value)
    case .constant(let value):
      print("const \(TreePrinter.text(value.name)) \(TreePrinter.text(value.value))")
    case .data(let value): print(value)
    case .columns(let value):
      print("columns " + TreePrinter.text(value.name)) { $0.print(value.lines) }
    case .input(let value):
      print("input \(TreePrinter.text(value.name)) " + TreePrinter.text(value.sources))
    case .block(let value): print(value)
    case .shared(let value): print(value)
    case .task(let value): print(value)
    case .parameters(let value):
      print("parameters " + TreePrinter.text(value.path)) { $0.print(value.clauses) }
    case .weighting(let stages, _): print("weighting " + TreePrinter.pipeline(stages))
    case .settings(let value): print(value.kind.rawValue) { $0.print(value.clauses) }
    case .malformed: print("malformed")
    }
  }

  private mutating func print(_ value: Declaration.Import) {
    let items = value.items.map { item in
      guard let alias = item.alias else { return TreePrinter.text(item.name) }
      return "(as \(TreePrinter.text(item.name)) \(TreePrinter.text(alias)))"
    }
    print("import (\(items.joined(separator: " "))) " + TreePrinter.text(value.file))
  }

  private mutating func print(_ value: Declaration.Data) {
    print("data \(TreePrinter.text(value.name)) \(TreePrinter.text(value.source))") {
      $0.print(value.lines)
    }
  }

  private mutating func print(_ value: Declaration.Block) {
    let parameters = value.parameters.map { parameter in
      let type = TreePrinter.text(parameter.type)
      let value = parameter.defaultValue.map { " " + TreePrinter.text($0) } ?? ""
      return "(\(TreePrinter.text(parameter.name)) \(type)\(value))"
    }
    print("block \(TreePrinter.text(value.name)) (\(parameters.joined(separator: " ")))") {
      $0.print(value.body)
    }
  }

  private mutating func print(_ value: Declaration.Shared) {
    let sharing = value.sharing.map { " (using \(TreePrinter.text($0)))" } ?? ""
    print("shared \(TreePrinter.text(value.name)) \(TreePrinter.text(value.inputs))\(sharing)") {
      $0.print(value.body)
    }
  }

  private mutating func print(_ value: Declaration.LearningTask) {
    let iterations = value.iterations.map {
      " (for \(TreePrinter.text($0.variable)) \(TreePrinter.text($0.domain)))"
    }
    let head = "\(TreePrinter.text(value.name)) \(TreePrinter.text(value.inputs))"
    print((value.isAuxiliary ? "auxiliary task " : "task ") + head + iterations.joined()) {
      $0.print(value.body)
    }
  }

  private mutating func print(_ lines: [DataLine]) {
    for line in lines {
      switch line.kind {
      case .use(let name): print("use " + TreePrinter.text(name))
      case .split(let call): print("split " + TreePrinter.text(call))
      case .malformed: print("malformed")
      case .columns(let role, let spans, let type, let value):
        let names = spans.map { TreePrinter.text($0) }.joined(separator: " ")
        let typeText = type.map { " (type \(TreePrinter.text($0)))" } ?? ""
        let valueText = value.map { " (= \(TreePrinter.text($0)))" } ?? ""
        print("\(role.rawValue) (\(names))\(typeText)\(valueText)")
      }
    }
  }

  private mutating func print(_ clauses: [Clause]) {
    for clause in clauses {
      print(TreePrinter.text(clause.word) + TreePrinter.values(clause.values))
    }
  }

  private mutating func print(_ body: Body) {
    for item in body.items {
      switch item {
      case .chain(let chain): print(chain)
      case .result(let result): print(result.kind.rawValue + TreePrinter.values(result.values))
      case .malformed: print("malformed")
      }
    }
  }

  private mutating func print(_ chain: Chain) {
    print("chain" + (chain.start.map { " (from \(TreePrinter.text($0)))" } ?? "")) {
      for step in chain.steps { $0.print(step) }
    }
  }

  private mutating func print(_ step: Step) {
    let type = step.type.map { " (type \(TreePrinter.text($0)))" } ?? ""
    let alias = step.alias.map { " (as \(TreePrinter.text($0)))" } ?? ""
    print("step " + TreePrinter.text(step.call) + type + alias) { printer in
      if let body = step.body { printer.print("body") { $0.print(body) } }
    }
  }
}
