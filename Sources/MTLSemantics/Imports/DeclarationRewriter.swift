import MTLSource
import MTLSyntax

/// Copies declarations with other names for what they refer to, their ranges moved on.
///
/// Only names that refer to declarations of the file are asked for: not columns of a data block in
/// their own block, parameters in their block, values in their body, or names of arguments.
struct DeclarationRewriter {
  /// The new name of a declaration that is referred to.
  let rename: (String) -> String
  /// The new name of a block that is used as a step.
  let renameStep: (String) -> String
  /// How far ranges move.
  let shift: Int
  /// Names of the declaration's own, which hide those of the file.
  private var own: Set<String> = []

  init(
    rename: @escaping (String) -> String, renameStep: @escaping (String) -> String, shift: Int
  ) {
    self.rename = rename
    self.renameStep = renameStep
    self.shift = shift
  }

  /// The declaration as it stands in the program.
  func rewrite(_ declaration: Declaration) -> Declaration {
    var inner = self
    inner.own = declaration.ownNames
    return Declaration(
      kind: inner.rewrite(declaration.kind), range: moved(declaration.range),
      documentation: declaration.documentation)
  }

  private func rewrite(_ kind: Declaration.Kind) -> Declaration.Kind {
    switch kind {
    case .constant(let item):
      .constant(.init(name: declared(item.name), value: rewrite(item.value)))
    case .data(let item):
      .data(
        .init(
          name: declared(item.name), source: rewrite(item.source),
          lines: item.lines.map { rewrite($0) }, body: moved(item.body)))
    case .columns(let item):
      .columns(.init(name: declared(item.name), lines: item.lines.map { rewrite($0) }))
    case .input(let item):
      .input(.init(name: declared(item.name), sources: item.sources.map { rewrite($0) }))
    case .block(let item): .block(rewrite(item))
    case .shared(let item):
      .shared(
        .init(
          name: declared(item.name), inputs: item.inputs.map { rewrite($0) },
          sharing: item.sharing.map { rewrite($0) }, body: rewrite(item.body)))
    case .task(let item): .task(rewrite(item))
    case .model, .imported, .parameters, .weighting, .settings, .malformed: .malformed
    }
  }

  private func rewrite(_ item: Declaration.Block) -> Declaration.Block {
    .init(
      name: declared(item.name),
      parameters: item.parameters.map { parameter in
        .init(
          name: moved(parameter.name), type: rewrite(parameter.type),
          defaultValue: parameter.defaultValue.map { rewrite($0) })
      }, body: rewrite(item.body))
  }

  private func rewrite(_ item: Declaration.LearningTask) -> Declaration.LearningTask {
    .init(
      name: declared(item.name), isAuxiliary: item.isAuxiliary,
      inputs: item.inputs.map { rewrite($0) },
      iterations: item.iterations.map {
        .init(variable: moved($0.variable), domain: rewrite($0.domain))
      }, body: rewrite(item.body))
  }

  // MARK: Lines

  private func rewrite(_ line: DataLine) -> DataLine {
    DataLine(kind: rewrite(line.kind), range: moved(line.range), keyword: moved(line.keyword))
  }

  private func rewrite(_ kind: DataLine.Kind) -> DataLine.Kind {
    switch kind {
    case .columns(let role, let spans, let type, let value):
      .columns(
        role,
        spans: spans.map {
          .init(
            first: $0.first.map { moved($0) }, last: $0.last.map { moved($0) },
            range: moved($0.range))
        }, type: type.map { rewrite($0) }, value: value.map { rewrite($0) })
    case .use(let name): .use(referred(name))
    case .split(let call): .split(rewrite(call))
    case .malformed: .malformed
    }
  }

  private func rewrite(_ body: Body) -> Body {
    Body(
      items: body.items.map { item in
        switch item {
        case .chain(let chain):
          .chain(
            Chain(
              start: chain.start.map { rewrite($0) }, steps: chain.steps.map { rewrite($0) },
              range: moved(chain.range)))
        case .result(let result):
          .result(
            Result(
              kind: result.kind, keyword: moved(result.keyword),
              values: result.values.map { $0.map { rewrite($0) } }, range: moved(result.range)))
        case .malformed(let range): .malformed(moved(range))
        }
      }, range: moved(body.range))
  }

  private func rewrite(_ step: Step) -> Step {
    let name =
      own.contains(step.call.name.text) ? step.call.name.text : renameStep(step.call.name.text)
    return Step(
      call: Call(
        name: Name(name, moved(step.call.name.range)),
        arguments: step.call.arguments.map { rewrite($0) }, range: moved(step.call.range)),
      body: step.body.map { rewrite($0) }, type: step.type.map { rewrite($0) },
      alias: step.alias.map { moved($0) }, range: moved(step.range))
  }

  // MARK: Expressions

  private func rewrite(_ call: Call) -> Call {
    Call(
      name: moved(call.name), arguments: call.arguments.map { rewrite($0) },
      range: moved(call.range))
  }

  private func rewrite(_ argument: Expression.Argument) -> Expression.Argument {
    let label = argument.label.map { label in
      if case .name(let name) = label.kind {
        Expression(.name(moved(name)), moved(label.range))
      } else {
        rewrite(label)
      }
    }
    return Expression.Argument(label: label, value: rewrite(argument.value))
  }

  private func rewrite(_ type: TypeReference) -> TypeReference {
    TypeReference(
      name: moved(type.name), dimensions: type.dimensions?.map { rewrite($0) },
      range: moved(type.range))
  }

  private func rewrite(_ expression: Expression) -> Expression {
    Expression(rewrite(expression.kind), moved(expression.range))
  }

  private func rewrite(_ kind: Expression.Kind) -> Expression.Kind {
    switch kind {
    case .number, .share, .duration, .string, .flag, .missing: kind
    case .name(let name): .name(referred(name))
    case .list(let elements): .list(elements.map { rewrite($0) })
    case .parenthesized(let inner): .parenthesized(rewrite(inner))
    case .member(let base, let name): .member(rewrite(base), moved(name))
    case .call(let callee, let arguments):
      .call(rewriteCallee(callee), arguments.map { rewrite($0) })
    case .index(let base, let places): .index(rewrite(base), places.map { rewrite($0) })
    case .unary(let symbol, let operand): .unary(symbol, rewrite(operand))
    case .binary(let symbol, let lhs, let rhs, let range):
      .binary(symbol, rewrite(lhs), rewrite(rhs), operatorRange: moved(range))
    }
  }

  /// What is called is an entry of the catalogue, or a block that stands for a layer.
  private func rewriteCallee(_ callee: Expression) -> Expression {
    guard case .name(let name) = callee.kind else { return rewrite(callee) }
    let text = own.contains(name.text) ? name.text : renameStep(name.text)
    return Expression(.name(Name(text, moved(name.range))), moved(callee.range))
  }

  // MARK: Names and places

  private func declared(_ name: Name) -> Name { Name(rename(name.text), moved(name.range)) }

  private func referred(_ name: Name) -> Name {
    own.contains(name.text) ? moved(name) : declared(name)
  }

  private func rewrite(_ path: Path) -> Path {
    let names = path.names.enumerated().map { $0 == 0 ? referred($1) : moved($1) }
    return Path(names, moved(path.range))
  }

  private func moved(_ name: Name) -> Name { Name(name.text, moved(name.range)) }

  private func moved(_ range: SourceRange) -> SourceRange {
    SourceRange(range.start + shift, range.end + shift)
  }
}

extension Declaration {
  /// The names of the declaration's own: its columns, parameters, variables and named values.
  fileprivate var ownNames: Set<String> {
    switch kind {
    case .data(let data): Set(data.lines.flatMap { $0.columnNames })
    case .columns(let columns): Set(columns.lines.flatMap { $0.columnNames })
    case .block(let block): Set(block.parameters.map { $0.name.text } + block.body.aliases)
    case .shared(let shared): Set(shared.body.aliases)
    case .task(let task): Set(task.iterations.map { $0.variable.text } + task.body.aliases)
    default: []
    }
  }
}

extension DataLine {
  fileprivate var columnNames: [String] {
    guard case .columns(_, let spans, _, _) = kind else { return [] }
    return spans.flatMap { ColumnSpan.names(from: $0.first?.text ?? "", to: $0.last?.text) ?? [] }
  }
}

extension Body {
  /// The names that `as` gives, in inner bodies too.
  fileprivate var aliases: [String] {
    items.flatMap { item -> [String] in
      guard case .chain(let chain) = item else { return [] }
      return chain.steps.flatMap { ($0.alias.map { [$0.text] } ?? []) + ($0.body?.aliases ?? []) }
    }
  }
}
