import MTLCatalogue
import MTLSource
import MTLSyntax

/// Names that other languages and libraries have for what is written otherwise here.
extension Checker {
  /// What to write for a value of another language.
  static func foreignValueHelp(_ name: Name) -> Diagnostic.Help? {
    if let flag = ForeignWord.flag(name.text) {
      return .init("did you mean `\(flag)`?", edits: [.init(name.range, "\(flag)")])
    }
    guard ForeignWord.isNothing(name.text) else { return nil }
    return .init(
      "nothing stands for a missing value: leave the argument out, or ask `is_missing(column)`")
  }

  /// Reads the arguments of an unknown entry as those of the one that is meant, so that one edit makes
  /// all of it right.
  func joinArguments(of call: Call, meaningOneOf types: [any CatalogueEntry.Type]) {
    let count = diagnostics.count
    guard let edit = diagnostics.last?.helps.first?.edits.first,
      let meant = types.first(where: { $0.name == edit.replacement })
    else { return }
    _ = bind(call, to: meant)
    joinFindings(since: count - 1, from: count)
  }

  /// The entry that a name behind the modules of a library stands for: `dense` of `nn.Linear`.
  func entryBehindModules(_ name: Name, among names: [String]) -> String? {
    let bare = ForeignWord.withoutModules(name.text)
    guard bare != name.text else { return nil }
    if names.contains(bare.lowercased()) { return bare.lowercased() }
    return Registry.synonym(of: bare).flatMap { names.contains($0) ? $0 : nil }
      ?? NearName.best(for: bare, among: names)
  }
}

extension Expression {
  /// Names joined by points as one name, as in `torch.optim.Adam`; `nil` for all else.
  var dottedName: Name? {
    switch kind {
    case .name(let name): name
    case .member(let base, let name): base.dottedName.map { Name("\($0.text).\(name.text)", range) }
    default: nil
    }
  }
}

extension RowExpressionTyper {
  /// How `np.log(x)` and `city.startswith("P")` are written, as calls of functions.
  func functionHelp(
    _ callee: Expression, _ arguments: [Expression.Argument], _ range: SourceRange
  ) -> [Diagnostic.Help] {
    guard case .member(let base, let name) = callee.kind else { return [] }
    let names = RowExpression.Function.allCases.map { $0.rawValue }
    guard let function = NearName.best(for: name.text, among: names) else {
      return [.init("the functions are " + checker.listed(names.map { "`\($0)`" }))]
    }
    let values = arguments.map { checker.sources.text($0.range) }
    let isColumn = base.dottedName.map { columns[$0.text] != nil } ?? true
    let all = (isColumn ? [checker.sources.text(base.range)] : []) + values
    let written = "\(function)(\(all.joined(separator: ", ")))"
    return [.init("write `\(written)`", edits: [.init(range, written)])]
  }

  /// How a comparison with what is nothing elsewhere is written.
  func missingHelp(
    _ symbol: Expression.BinaryOperator, _ lhs: Expression, _ rhs: Expression
  ) -> (name: Name, help: Diagnostic.Help)? {
    guard symbol == .equal || symbol == .notEqual, case .name(let name) = rhs.kind,
      ForeignWord.isNothing(name.text), columns[name.text] == nil,
      checker.constant(named: name.text) == nil
    else { return nil }
    let written =
      "\(symbol == .notEqual ? "not " : "")is_missing(\(checker.sources.text(lhs.range)))"
    let edit = Diagnostic.Edit(lhs.range.union(rhs.range), written)
    return (name, .init("write `\(written)`", edits: [edit]))
  }
}
